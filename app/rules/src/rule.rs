use extension::Severity;

/// Declares [`Rule`] and what is known about each rule.
macro_rules! rules {
    ($($(#[doc = $doc:literal])+ $rule:ident $id:literal $severity:ident $title:literal $source:literal,)+) => {
        /// A rule of definitions.
        ///
        /// `RULES.md` has all of them in a table, and says what the sources are. What the types of this crate make impossible
        /// is not a rule here; what needs a server, a disk or a compiler is said by those who work with them.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Rule {
            $($(#[doc = $doc])+ $rule,)+
        }

        impl Rule {
            /// Every rule, in the order of their identifiers.
            pub const ALL: &[Self] = &[$(Self::$rule,)+];

            /// The identifier, which never changes: `V101`.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$rule => $id,)+ }
            }

            /// How serious it is to break it.
            pub const fn severity(self) -> Severity {
                match self { $(Self::$rule => Severity::$severity,)+ }
            }

            /// What it demands, in a few words.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$rule => $title,)+ }
            }

            /// Whether compiling mends it: what is packed is missing, or is not what the sources give.
            pub const fn is_mended_by_compiling(self) -> bool {
                use Rule as R;
                matches!(
                    self,
                    R::AssemblyMissing | R::AssemblyUnreadable | R::AssemblyOtherDefinition | R::AssemblyOtherSources
                )
            }

            /// Where it comes from.
            pub const fn source(self) -> &'static str {
                match self { $(Self::$rule => $source,)+ }
            }
        }
    };
}

rules! {
    /// A name has letters, digits and `_` only and starts with a letter.
    NameInvalid "V001" Error "A valid name" "IS/element-naming.md",
    /// A name has at most 50 characters, that of an entity attribute 28.
    NameTooLong "V002" Error "A name of the allowed length" "R3; ER/invalid-text-value-error.md",
    /// Names in one folder or element differ by more than case. The pages do not say so, but elements are
    /// identified by their names, and the platform ignores case in names.
    NameTaken "V003" Error "Names are unique" "own; EX/extension-life-cycle/extension-code.md",
    /// A description has at most 255 characters. The pages make more an error; yet extensions with up to 1,178
    /// were saved as valid by Integration Studio and handed out by a server. No edit makes a longer one, so what is found came
    /// with a file and has worked so far: it is to be known, and nothing warns of it.
    DescriptionTooLong "V004" Information "A description of the allowed length" "R3; ER/invalid-text-value-error.md",
    /// A text has no character that XML 1.0 excludes, for the file could not be written.
    TextUnstorable "V005" Error "Texts that a XIF can store" "own; XML 1.0, section 2.2",
    /// Keys tell elements apart, so no two have the same one.
    KeyTaken "V006" Error "Keys are unique" "own",

    /// The extension is for .NET.
    ApplicationServer "V101" Error "The extension is for .NET" "R2; ER/invalid-extension-error.md",
    /// The DBMS is one that the platform knows.
    DbmsUnknown "V102" Warning "A known DBMS" "own; IS/element-property/extension.md",
    /// The extension has something to compile. The warning page speaks of every extension without actions;
    /// another page says that one with entities only compiles to an assembly, and real ones do. So only an
    /// extension without actions, structures and entities is told.
    NothingDefined "V103" Warning "Something is defined" "WA/source-code-expected-warning.md; EX/extension-life-cycle/extension-compile.md",

    /// The file is of this major version of the platform. Servers from 11.14 on refuse others by default.
    OlderVersion "V104" Warning "A file of OutSystems 11" "support:src/troubleshooting/application-lifecycle/extension-recompilation/extension-upgrade-disabled-error.md",

    /// A function has exactly one output parameter. The tools prevent everything else, but a file may bring it.
    FunctionOutput "V201" Error "A function has exactly one output parameter" "R4; IS/editor/action.md",
    /// An action's icon is a resource of the extension.
    IconMissing "V202" Warning "An action's icon is there" "own; IS/element-property/action.md",
    /// An action's icon is a picture.
    IconNoPicture "V203" Warning "An action's icon is a picture" "own",
    /// An action's icon is small, as it is shown.
    IconTooLarge "V204" Information "An action's icon is small" "own",
    /// An output parameter has no default value: nobody would use it. Whether it may have one is not said.
    OutputDefault "V205" Information "Outputs have no default value" "own; IS/element-property/action-parameter.md",

    /// A data type is one that the platform knows, and what it refers to is there.
    TypeInvalid "V301" Error "A valid data type" "R5, R12; ER/invalid-parameter-error.md; ER/invalid-attribute-error.md",
    /// The entity of an identifier type has an identifier.
    TypeWithoutIdentifier "V302" Error "Identifier types are of entities with an identifier" "R6, R12; ER/invalid-parameter-error.md; ER/invalid-attribute-error.md",
    /// A Record or Record List says what it is made of.
    RecordEmpty "V303" Error "Records are made of something" "R8; ER/invalid-property-value-error.md",
    /// What a record is made of is there.
    RecordSourceMissing "V304" Error "What a record is made of is there" "R8; ER/invalid-property-value-error.md",
    /// A default value is a literal.
    DefaultUnknown "V305" Error "Default values are literals" "R9; ER/invalid-expression-error.md; SSER/invalid-extension-error.md",
    /// A default value has the type of its parameter or attribute.
    DefaultType "V306" Error "Default values have the right type" "R9; ER/invalid-data-type-error.md",
    /// A default value is within the range of its type.
    DefaultRange "V307" Error "Default values are within range" "R9; ER/expression-overflow-error.md",
    /// Types without literals take no default value.
    DefaultNotTaken "V308" Error "Only types with literals have default values" "R9; ER/invalid-data-type-error.md",
    /// A length is a whole number from 1 on.
    LengthInvalid "V309" Error "Lengths are whole numbers" "own; IS/element-property/structure-attribute.md",
    /// Only Text and Decimal have a length; the platform passes over others.
    LengthNotTaken "V310" Information "Only Text and Decimal have a length" "IS/element-property/structure-attribute.md",
    /// Decimals are a whole number from 0 on, and no more than the length, which counts them too.
    DecimalsInvalid "V311" Error "Decimals are a whole number within the length" "own; IS/element-property/structure-attribute.md",
    /// Only Decimal has decimals; the platform passes over others.
    DecimalsNotTaken "V312" Information "Only Decimal has decimals" "IS/element-property/structure-attribute.md",
    /// The platform's Decimal holds 28 digits, 8 of them decimals. Columns may have more, so this does not stop.
    DecimalTooLong "V313" Warning "Decimals fit the platform's type" "own; DT/available-data-types.md",

    /// A structure has at least one attribute.
    StructureEmpty "V401" Error "A structure has attributes" "R10; ER/invalid-structure-error.md",
    /// No structure contains itself, at any depth.
    StructureRecursive "V402" Error "No structure contains itself" "R11; ER/invalid-structure-error.md",

    /// An entity has at least one attribute that is not ignored.
    EntityEmpty "V501" Error "An entity has attributes" "R13, R21; ER/invalid-entity-error.md",
    /// An entity's identifier is one of its attributes.
    IdentifierMissing "V502" Error "An identifier is an attribute of its entity" "own; IS/element-property/entity.md",
    /// An ignored attribute is not there at run time, so it is not an identifier.
    IdentifierIgnored "V503" Warning "An identifier is not ignored" "R21; IS/element-property/entity-attribute.md",
    /// An identifier is an Integer, Long Integer or Text. The error page names Integer and Text only; the
    /// platform's modeling tool, the run-time mapping and the defaults of imports know Long Integer identifiers, and so
    /// do databases. A reference to another entity counts as the type of that one's identifier.
    IdentifierType "V504" Error "An identifier is an Integer, Long Integer or Text" "R14; ER/invalid-entity-error.md",
    /// An identifier is mandatory.
    IdentifierOptional "V505" Error "An identifier is mandatory" "R15; ER/invalid-entity-error.md",
    /// An entity has at most one Auto Number attribute.
    AutoNumberSeveral "V506" Error "One Auto Number attribute" "R16; ER/invalid-entity-error.md",
    /// An Auto Number attribute is an Integer or, as identifiers are, a Long Integer.
    AutoNumberType "V507" Error "Auto Number attributes are integers" "R16; ER/invalid-attribute-error.md",
    /// An entity has a table.
    TableMissing "V508" Error "An entity has a table" "R17; ER/invalid-entity-error.md",
    /// No two entities of one logical database use the same table.
    TableTaken "V509" Error "One entity for each table" "R17; ER/invalid-entity-error.md",
    /// No two entities use the same table name. In different logical databases these are different tables,
    /// which the pages do not consider: it may work, and publishing may refuse it.
    TableTakenElsewhere "V510" Warning "One entity for each table name" "R17; ER/invalid-entity-error.md",
    /// A table name has the form of the DBMS.
    TableName "V511" Warning "A valid table name" "R18; WA/unexpected-entity-warning.md",
    /// An entity has more than an Auto Number attribute.
    OnlyAutoNumber "V512" Warning "More than an Auto Number attribute" "R19; WA/unexpected-entity-warning.md",
    /// An entity has at most one Binary Data attribute.
    BinarySeveral "V513" Warning "One Binary Data attribute" "R19; WA/unexpected-entity-warning.md",
    /// An attribute's name is not reserved in Oracle.
    AttributeReserved "V514" Warning "Attribute names that Oracle takes" "R20; WA/unexpected-attribute-warning.md",
    /// An entity's attribute is of a basic type or the identifier of an entity. One page offers basic types
    /// only; the error page speaks of identifier types, and references between tables need them.
    AttributeType "V515" Error "Entity attributes have basic types" "IS/element-property/entity-attribute.md; ER/invalid-attribute-error.md",

    /// A file's name does not start with `OutSystemsHubEdition`.
    FilePrefixReserved "V601" Warning "No reserved prefix" "R22; WA/unexpected-resource-warning.md",
    /// A deployed file has no reserved name. The page gives two names as examples; there is no complete list.
    FileNameReserved "V602" Warning "No reserved file name" "R22; WA/unexpected-resource-warning.md",
    /// A file for the Binaries directory is not empty.
    BinaryEmpty "V603" Error "Files for the Binaries directory are not empty" "R23; ER/invalid-resource-error.md",
    /// Two resources are two files: Windows ignores case in paths.
    PathTaken "V604" Error "Paths of resources are unique" "own",
    /// A file has a name that Windows, on which the Platform Server runs, can store.
    FileNameInvalid "V605" Error "File names that Windows takes" "own",
    /// A folder has a name that Windows can store, and leads nowhere else.
    FolderInvalid "V606" Error "Folders that Windows takes" "own",
    /// A deploy action is one that the platform knows.
    DeployActionUnknown "V607" Error "A known Deploy Action" "own; IS/element-property/resource.md",
    /// The extension's own assembly goes to the Binaries directory: anywhere else its actions are unusable.
    DeployActionOfAssembly "V608" Error "The extension's assembly is deployed to the Binaries directory" "IS/editor/resource.md",
    /// An assembly that is deployed goes to the Binaries directory.
    DeployActionOfLibrary "V609" Warning "Assemblies are deployed to the Binaries directory" "IS/editor/resource.md",
    /// Two files for the Binaries directory have different names: there is one folder for all.
    BinaryTaken "V610" Error "Files for the Binaries directory have different names" "own; IS/element-property/resource.md",
    /// The extension has no assembly of its own name.
    AssemblyOfExtensionName "V611" Warning "No assembly named as the extension" "howtos:src/integrations/use-netstandard-lib-extension/faq.md",
    /// An assembly that is part of the .NET Framework is not deployed: the copy may be loaded in its place.
    SystemAssembly "V612" Warning "No assembly of .NET" "howtos:src/integrations/use-netstandard-lib-extension/faq.md",
    /// An assembly of the platform is not deployed: every module has it, of the server's version.
    PlatformAssembly "V613" Warning "No assembly of the platform" "own",
    /// A very large file slows down every publishing of every module that uses the extension.
    FileLarge "V614" Information "Files of moderate size" "own",

    /// The assembly of another extension is not deployed: it replaces the one that the other extension brings.
    OtherExtension "V615" Warning "No assembly of another extension" "support:src/troubleshooting/incident-models/o11/im-2515.md",
    /// The configuration of an assembly has no effect: .NET reads that of the program, which the platform writes.
    ConfigurationUnread "V616" Warning "Configurations that are read" "own",
    /// A file that is named as an assembly and deployed is a DLL.
    NoAssembly "V617" Warning "Assemblies are DLLs" "own; ER/invalid-resource-error.md",
    /// A DLL of machine code is no reference, and worker processes load it from where Windows looks for it.
    AssemblyNative "V618" Information "Native DLLs are told" "own",
    /// The worker processes of a Platform Server have 64 bits and load no DLL for 32.
    AssemblyOf32Bits "V619" Warning "DLLs that processes of 64 bits load" "own",
    /// What a deployed assembly references is deployed too, or every server has it. .NET looks for it when the code that needs it
    /// runs, so code that does not need it works.
    ReferenceMissing "V620" Warning "References of assemblies are there" "own",
    /// A deployed assembly references the version that is deployed. Of assemblies with a strong name .NET Framework takes no other
    /// version unless a configuration redirects it, and an extension has none.
    ReferenceVersion "V621" Warning "References of assemblies have the version that is there" "own",
    /// A deployed assembly is for the target framework of the project, or for an earlier one. Libraries of .NET Standard 2.0 are
    /// supported from 4.7.2 on.
    AssemblyFramework "V622" Warning "Assemblies are for the project's framework" "own; howtos:src/integrations/use-netstandard-lib-extension/faq.md",

    /// No two things that are generated in C# have the same name there.
    GeneratedNameTaken "V701" Error "Generated C# names are unique" "own; EX/getting-started/extension-source-files.md",
    /// A record does not have the same source twice, or two of the same name.
    RecordSourceTwice "V702" Error "A record has each source once" "own; EX/getting-started/extension-source-files.md",
    /// The source files that belong to every extension are there.
    SourceMissing "V703" Error "The source files are there" "R24; ER/missing-resource-error.md",
    /// A C# file beside the project is compiled by it.
    SourceNotCompiled "V704" Warning "C# files are compiled" "own",

    /// An extension that defines something has an assembly, which is what a server deploys.
    AssemblyMissing "V801" Warning "The extension is compiled" "own; ER/invalid-resource-error.md",
    /// The extension's own assembly is an assembly of .NET.
    AssemblyUnreadable "V802" Error "The extension's assembly is one" "own; ER/invalid-resource-error.md",
    /// The extension's assembly has what the definition has: the methods of actions, structures and entities.
    AssemblyOtherDefinition "V803" Error "The assembly follows the definition" "own",
    /// The extension's assembly was built from the source files as they are.
    AssemblyOtherSources "V804" Warning "The assembly was built from the sources" "own",
}
