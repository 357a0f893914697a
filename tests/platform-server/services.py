"""The operations of the services, on top of the environment."""

import environment as rules
from wire import Fault


class Services:
    def __init__(self, environment):
        self.environment = environment

    def call(self, service, operation, values):
        """The values of the answer, by the names of the facts."""
        handler = getattr(self, f"{service.title}_{operation.name.fact}")
        return handler(values)

    # OutSystemsPlatform, (E)

    def platform_GetPlatformInfo(self, values):
        return {"Version": "11.23.1.40123", "Serial": "EMULATOR"}

    # Solutions, (E) but for what is said in the environment

    def solutions_TestLogin(self, values):
        self.environment.check(values["username"], values["password"])
        return {"status": ""}  # (V): the values are not public

    def solutions_Pack2(self, values):
        self.environment.check(values["username"], values["password"])
        files = values["ComponentList"]
        if len(files) != 1 or files[0]["Directory"] or files[0]["Size"] != len(files[0]["Content"]):
            raise Fault("The component list is not valid.")  # (V)
        return {"file": rules.pack(files[0]["Filename"], files[0]["Content"])}

    def solutions_Publish(self, values):
        self.environment.check(values["username"], values["password"])
        if not values["JustUpload"]:
            raise Fault("This emulator only uploads here.")
        self.environment.store(rules.unpack(values["File"]), values["username"])
        return {"Messages": "", "SolutionPubId": 0, "PackUID": "emulator", "PackSchemaVersion": 3, "NeedsConfiguration": False}

    # PlatformServices_v8_0_0: (E) operations, (I) names

    def modules_ExternalAuthentication_IsActive(self, values):
        return {"AuthenticationProviderKey": "oidc" if self.environment.scenario == "identity-provider" else ""}

    def modules_Modules_Get(self, values):
        self.environment.check(values["username"], values["password"])
        rows = [{"Name": each.name, "Key": each.key, "Kind": "Extension"} for each in self.environment.extensions.values()]
        return {"Modules": [{"Name": "MyPortal", "Key": "portal-key", "Kind": "eSpace"}, *rows]}

    def modules_Module_GetVersions(self, values):
        self.environment.check(values["username"], values["password"])
        extension = self.environment.find(values["moduleKey"])
        versions = [{"Version": version.number} for version in reversed(extension.versions)]
        published = extension.published.number if extension.published else 0
        return {"ModuleVersions": versions, "PublishedVersion": published, "ErrorCode": 0, "ErrorMessage": ""}

    def modules_SolutionPack_PublishWith2StepOption(self, values):
        self.environment.check(values["username"], values["password"])
        try:
            extension, version = self.environment.store(rules.unpack(values["solution"]), values["username"])
        except Fault as refusal:
            # (E) the number 0 is a refusal, and the messages say why
            return {"Messages": [{"Id": 1, "Type": "Error", "Message": str(refusal), "Detail": ""}], "PublishId": 0}
        number, _ = self.environment.publish(extension, version, values["twoStep"])
        return {"Messages": [], "PublishId": number}

    def modules_SolutionPack_GetPublishMessages(self, values):
        self.environment.check(values["username"], values["password"])
        found, last, finished = self.environment.messages(values["publishId"], values["afterMessageId"])
        return {"Messages": found, "LastMessageId": last, "Finished": finished}

    def modules_SolutionPack_PublishContinue(self, values):
        self.environment.check(values["username"], values["password"])
        self.environment.proceed(values["publishId"])
        return {}

    def modules_SolutionPack_PublishAbort(self, values):
        self.environment.check(values["username"], values["password"])
        self.environment.abort(values["publishId"])
        return {}

    # The native service: (V), all of it

    def native_Extension_LogIn(self, values):
        self.environment.check(values["User"], values["Password"])
        return {"Status": "ok"}

    def native_Extension_List(self, values):
        self.environment.check(values["User"], values["Password"])
        rows = []
        for each in self.environment.extensions.values():
            latest = each.versions[-1]
            rows.append({"Key": each.key, "Name": each.name, "Description": "", **_version(latest, each), "IsPublished": latest is each.published})
        return {"Extensions": rows}

    def native_Extension_Versions(self, values):
        self.environment.check(values["User"], values["Password"])
        extension = self.environment.find(values["ExtensionKey"])
        rows = [{"Key": version.key, "Description": "", **_version(version, extension)} for version in reversed(extension.versions)]
        return {"Versions": rows}

    def native_Extension_Download(self, values):
        self.environment.check(values["User"], values["Password"])
        extension, version = self.environment.find_version(values["VersionKey"])
        if extension.key != values["ExtensionKey"]:
            raise Fault("There is no such version.")
        return {"File": version.content}

    def native_Extension_Upload(self, values):
        self.environment.check(values["User"], values["Password"])
        _, version = self.environment.store(values["File"], values["User"])
        return {"VersionKey": version.key, "VersionNumber": str(version.number), "ErrorMessage": ""}

    def native_Extension_Publish(self, values):
        self.environment.check(values["User"], values["Password"])
        extension, version = self.environment.find_version(values["VersionKey"])
        number, publish = self.environment.publish(extension, version, values["TwoStep"])
        return {"PublishId": number, "NeedsConfiguration": publish.state == "configuration", "ErrorMessage": ""}

    def native_Extension_Messages(self, values):
        self.environment.check(values["User"], values["Password"])
        found, last, finished = self.environment.messages(values["PublishId"], values["AfterId"])
        return {"Messages": found, "LastId": last, "Finished": finished}

    def native_Extension_Continue(self, values):
        self.environment.check(values["User"], values["Password"])
        self.environment.proceed(values["PublishId"])
        return {}

    def native_Extension_Abort(self, values):
        self.environment.check(values["User"], values["Password"])
        self.environment.abort(values["PublishId"])
        return {}


def _version(version, extension):
    return {
        "Version": str(version.number),
        "Uploaded": version.uploaded,
        "UploadedBy": version.user,
        "IsPublished": version is extension.published,
    }
