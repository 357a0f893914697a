"""What is known of the services of a Platform Server, in the notation of the facts it was written from.

    Operation(input:type, ...) -> output:type, ...

The first output is the return value, the others are out parameters, in order. Type[] is a list whose items are elements named
after the type. A name that is followed by ? is not evidenced: inferred when the service itself is known, invented in the native
service, which nobody outside of the vendor knows. `--rename` changes exactly these names.

This file was written from the facts alone, without a look at the profiles of the client: where the two disagree, a test fails.
"""

from dataclasses import dataclass, field

NAMESPACE = "http://www.outsystems.com"  # evidenced: namespace of all elements in bodies
ACTION = "http://%s/%s/"  # evidenced: http://<eSpace>/<Service>/<Operation>

# Evidenced by published WSDLs of an 11.10.2 server: names, types and order.
PLATFORM = """
GetPlatformInfo() -> Version:string, Serial:string
"""

SOLUTIONS = """
TestLogin(username:string, password:string) -> status:string
Pack2(ComponentList:SolutionPack_File[], SolutionName:string, SolutionKey:string, SolutionDescription:string, username:string, password:string) -> file:base64Binary
Publish(username:string, password:string, File:base64Binary, Filename:string, JustUpload:boolean, CleanPublish:boolean, FromOSPTool:boolean, CatalogMappings:DBCatalogMapping[], ReuseTablesOnMove:string) -> Messages:string, SolutionPubId:int, PackUID:string, PackSchemaVersion:int, NeedsConfiguration:boolean
"""

# Evidenced by the vendor's published client: operations, their order of parameters and the members of what they answer. The names of
# the elements are not public: those of out parameters are the variables of that client, the others the usual ones. Inferred.
MODULES = """
ExternalAuthentication_IsActive() -> AuthenticationProviderKey?:string
Modules_Get(username?:string, password?:string) -> Modules?:CS_Module?[]
Module_GetVersions(username?:string, password?:string, moduleKey?:string) -> ModuleVersions?:ModuleVersion?[], PublishedVersion?:int, ErrorCode?:int, ErrorMessage?:string
SolutionPack_PublishWith2StepOption(username?:string, password?:string, solution?:base64Binary, twoStep?:boolean) -> Messages?:Message?[], PublishId?:int
SolutionPack_GetPublishMessages(username?:string, password?:string, publishId?:int, afterMessageId?:int) -> Messages?:Message?[], LastMessageId?:int, Finished?:boolean
SolutionPack_PublishContinue(username?:string, password?:string, publishId?:int) ->
SolutionPack_PublishAbort(username?:string, password?:string, publishId?:int) ->
"""

# Invented, all of it: a service with every operation that the studio's windows need.
NATIVE = """
Extension_LogIn?(User?:string, Password?:string) -> Status?:string
Extension_List?(User?:string, Password?:string) -> Extensions?:ListedExtension?[]
Extension_Versions?(User?:string, Password?:string, ExtensionKey?:string) -> Versions?:ListedVersion?[]
Extension_Download?(User?:string, Password?:string, ExtensionKey?:string, VersionKey?:string) -> File?:base64Binary
Extension_Upload?(User?:string, Password?:string, FileName?:string, File?:base64Binary) -> VersionKey?:string, VersionNumber?:string, ErrorMessage?:string
Extension_Publish?(User?:string, Password?:string, VersionKey?:string, TwoStep?:boolean) -> PublishId?:int, NeedsConfiguration?:boolean, ErrorMessage?:string
Extension_Messages?(User?:string, Password?:string, PublishId?:int, AfterId?:int) -> Messages?:PublishMessage?[], LastId?:int, Finished?:boolean
Extension_Continue?(User?:string, Password?:string, PublishId?:int) ->
Extension_Abort?(User?:string, Password?:string, PublishId?:int) ->
"""

STRUCTURES = """
SolutionPack_File{Filename:string, Directory:boolean, DateTime:dateTime, Size:int, CompressedSize:int, Content:base64Binary}
DBCatalogMapping{EspaceName:string, CatalogName:string}
CS_Module?{Name:string, Key:string, Kind:string}
ModuleVersion?{Version:int}
Message?{Id?:int, Type:string, Message:string, Detail:string}
ListedExtension?{Key?:string, Name?:string, Version?:string, Uploaded?:string, UploadedBy?:string, Description?:string, IsPublished?:boolean}
ListedVersion?{Key?:string, Version?:string, Uploaded?:string, UploadedBy?:string, Description?:string, IsPublished?:boolean}
PublishMessage?{Id?:int, Type?:string, Message?:string, Detail?:string}
"""


@dataclass(frozen=True)
class Name:
    """A name as the facts have it, and as it is on the wire."""

    fact: str
    wire: str

    @staticmethod
    def read(text, rename):
        if text.endswith("?"):
            return Name(text[:-1], text[:-1] + rename)
        return Name(text, text)


@dataclass(frozen=True)
class Field:
    name: Name
    type: str  # an XML Schema type, or the name of a structure
    many: bool = False


@dataclass
class Operation:
    name: Name
    inputs: list
    outputs: list


@dataclass
class Service:
    title: str
    path: str
    action: str
    namespace: str
    operations: dict = field(default_factory=dict)  # by name on the wire


def _fields(text, rename):
    fields = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, kind = part.split(":")
        many = kind.endswith("[]")
        fields.append(Field(Name.read(name, rename), kind[:-2] if many else kind, many))
    return fields


def _operations(text, rename):
    operations = {}
    for line in filter(None, (line.strip() for line in text.splitlines())):
        head, _, outputs = line.partition("->")
        name, _, inputs = head.strip().rstrip(")").partition("(")
        operation = Operation(Name.read(name, rename), _fields(inputs, rename), _fields(outputs, rename))
        operations[operation.name.wire] = operation
    return operations


class Facts:
    """All services and structures, with the uncertain names changed by a suffix."""

    def __init__(self, rename=""):
        def service(title, space, name, operations, invented=False):
            mark = rename if invented else ""
            return Service(
                title,
                f"/{space}/{name}.asmx{mark}",
                ACTION % (space, name) + mark,
                NAMESPACE + mark,
                _operations(operations, rename),
            )

        self.structures = {}
        for line in filter(None, STRUCTURES.splitlines()):
            name, _, members = line.rstrip("}").partition("{")
            read = Name.read(name, rename)
            self.structures[name] = (read, _fields(members, rename))
        self.services = [
            service("platform", "ServiceCenter", "OutSystemsPlatform", PLATFORM),
            service("solutions", "ServiceCenter", "Solutions", SOLUTIONS),
            service("modules", "ServiceCenter", "PlatformServices_v8_0_0", MODULES),
            service("native", "IntegrationStudio", "Extensions", NATIVE, invented=True),
        ]

    def service(self, path):
        return next((service for service in self.services if service.path == path), None)
