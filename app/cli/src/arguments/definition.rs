//! Commands that make and change definitions.

use std::convert::Infallible;
use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use cli::editing::{Destination, NewKind};
use database::{Dialect, SourceKind};
use extension::Key;

/// Make an extension, as a XIF or as an unpacked folder
///
/// The extension gets its source files, as in Integration Studio. All keys but its own follow from its key and from names, so the same
/// script makes the same XIF when SOURCE_DATE_EPOCH is set, too.
///
/// Exit codes: 0 done, 1 the input is wrong, 2 wrong usage, 3 the file system.
#[derive(Debug, PartialEq, Eq, Args)]
pub(crate) struct New {
    /// The XIF, when the name ends in .xif; else a folder, which must be new or empty
    pub(crate) target: PathBuf,
    /// Name, Description or DBMS (All, SqlServer, Oracle). Without Name=... the name is that of TARGET
    #[arg(value_name = "PROPERTY=VALUE", value_parser = property)]
    pub(crate) values: Vec<(String, String)>,
    /// The extension's key, 22 characters as xif show prints them. Environments know an extension by its key, so a script that makes
    /// the same extension again names it. Without this option the key is new
    #[arg(long)]
    pub(crate) key: Option<Key>,
}

/// The file or folder that is changed, with the way.
#[derive(Debug, PartialEq, Eq, Args)]
pub(crate) struct Target {
    /// The XIF or the unpacked folder that is changed
    pub(crate) target: PathBuf,
    /// Leave the sources as they are. Without this option they follow the definition, as in the studio; xif update does it later
    #[arg(long)]
    pub(crate) definition_only: bool,
}

const ADDING: &str = "\
Examples:
  xif add action    Bank.xif Pay Description='Pays.'
  xif add parameter Bank.xif Pay/Years 'Data Type=Integer' Mandatory=No 'Default Value=5'
  xif add parameter Bank.xif Pay/output:Total Type=Decimal
  xif add structure Bank.xif Person
  xif add attribute Bank.xif Person/Name Length=80
  xif add entity    Bank.xif Customer 'Physical Table Name=CUSTOMERS'
  xif add resource  Bank.xif Source/NET/Bin/Rates.dll Content=@Rates.dll 'Deploy Action=Binaries'

An action becomes a function with Function=Yes when it has its output. Icon=@FILE makes a picture
the icon of an action, and a resource. 'Type=List of Text' needs a structure with one attribute:
it is found, or made, and named.

xif set --help lists the properties and says how elements are named.
Exit codes: 0 done, 1 refused or wrong input, 2 wrong usage, 3 the file system.";

/// Add an action, parameter, structure, attribute, entity or resource
///
/// The new element has the defaults of the studio. Nothing is written after a refusal.
#[derive(Debug, PartialEq, Eq, Args)]
#[command(after_long_help = ADDING)]
pub(crate) struct Add {
    /// The kind of the new element
    #[arg(ignore_case = true, value_parser = kind())]
    pub(crate) kind: NewKind,
    #[command(flatten)]
    #[allow(missing_docs, reason = "clap would show it as help")]
    pub(crate) target: Target,
    /// The new element, with the one that it belongs to: Pay/Years
    pub(crate) element: String,
    /// Properties that differ from the defaults
    #[arg(value_name = "PROPERTY=VALUE", value_parser = property)]
    pub(crate) values: Vec<(String, String)>,
}

const SETTING: &str = "\
ELEMENT is one of these, as xif show --paths lists them. The words before the colons can be left
out where nothing else has the name. Pay.Years, as xif verify writes it, means the same:
  extension                         structure:Person                  resource:Source/NET/Bank.cs
  action:Pay                        structure:Person/attribute:Name   key:KEY (any element)
  action:Pay/input:Years            entity:Customer
  action:Pay/output:Total           entity:Customer/attribute:Id

PROPERTY, in any case and with or without blanks, is one of these:
  extension            Name, Description, DBMS
  action               Name, Description, Function, Icon
  parameter            Name, Input (Yes or No), Data Type, Mandatory, Default Value, Description
  structure            Name, Description
  its attribute        Name, Data Type, Mandatory, Length, Decimals, Default Value, Description
  entity               Name, Physical Table Name, Description, Logical Database, Identifier,
                       Default Value behavior
  its attribute        Name, Original Name, Original Type, Data Type, Mandatory, Auto Number,
                       Ignore, Length, Decimals, Default Value, Description
  resource             Name, Folder, Deploy Action (Binaries, Application, Images, Ignore),
                       Description, Content

VALUE is what the studio's field takes: Yes or No, a text, a literal in its quotes ('Default
Value=\"abc\"'), a type as it is shown (Text, Long Integer, Record (Person), Person Record List,
List of Text, Customer Identifier), the name of an attribute or the path of a resource; nothing
clears. Content=@FILE and Icon=@FILE take a file.

Exit codes: 0 done, 1 refused or wrong input, 2 wrong usage, 3 the file system.";

/// Set properties of an element
///
/// All properties are set in one step. Nothing is written after a refusal.
#[derive(Debug, PartialEq, Eq, Args)]
#[command(after_long_help = SETTING)]
pub(crate) struct Set {
    #[command(flatten)]
    #[allow(missing_docs, reason = "clap would show it as help")]
    pub(crate) target: Target,
    /// The element
    pub(crate) element: String,
    /// Its new properties
    #[arg(value_name = "PROPERTY=VALUE", value_parser = property, required = true)]
    pub(crate) values: Vec<(String, String)>,
}

/// Rename an element, in the code too
///
/// An action's method, a parameter in it and the classes of a structure get the new name. Renaming the extension renames its files.
///
/// xif set --help says how elements are named; the exit codes are those of xif add.
#[derive(Debug, PartialEq, Eq, Args)]
pub(crate) struct Rename {
    #[command(flatten)]
    #[allow(missing_docs, reason = "clap would show it as help")]
    pub(crate) target: Target,
    /// The element
    pub(crate) element: String,
    /// Its new name
    pub(crate) name: String,
}

/// Move an element
///
/// The parameters of an action are in one list. A resource goes into another folder:
/// xif move Bank.xif resource:Rates.dll Source/NET/Bin
///
/// xif set --help says how elements are named; the exit codes are those of xif add.
#[derive(Debug, PartialEq, Eq, Args)]
pub(crate) struct Move {
    #[command(flatten)]
    #[allow(missing_docs, reason = "clap would show it as help")]
    pub(crate) target: Target,
    /// The element
    pub(crate) element: String,
    /// first, last, or its position among its siblings from 1; for a resource its folder
    #[arg(value_parser = destination)]
    pub(crate) place: Destination,
}

/// Remove elements
///
/// All are removed, or none. A structure or an entity that others use, which stay, is refused, and the refusal names them (in JSON all,
/// as "uses").
///
/// xif set --help says how elements are named; the exit codes are those of xif add.
#[derive(Debug, PartialEq, Eq, Args)]
pub(crate) struct Remove {
    #[command(flatten)]
    #[allow(missing_docs, reason = "clap would show it as help")]
    pub(crate) target: Target,
    /// The elements
    #[arg(value_name = "ELEMENT", required = true)]
    pub(crate) elements: Vec<String>,
    /// Take the removed element out of the types of others, as the studio offers it: a record loses it, and the identifier of an entity
    /// becomes the type of its attribute
    #[arg(long)]
    pub(crate) clear_uses: bool,
}

const IMPORTING: &str = "\
Examples:
  xif import Bank.xif Rates.dll --convert
  xif import Bank.xif Orders.dll --structures
  xif import Bank.xif Rates.dll --again --show
  xif import ext lib/net45/Rates.dll --type Bank.Rates.Table --type Client --null-checks

Exit codes: 0 done, 1 the DLL or the choice is wrong, 2 wrong usage, 3 the file system.";

/// Make actions that call the members of a .NET assembly
///
/// Constructors, methods, properties and fields become actions with C# that calls them, named as Integration Studio names them. The
/// DLL, and those beside it that it needs, become resources that the project references. What DLL.xml says becomes descriptions. The
/// answer names each member that is left out, with the reason, and each assembly that is missing, with its version. .NET is not
/// needed, and nothing of the assembly is run.
///
/// Text, Integer, Long Integer, Decimal, Boolean, Date Time and Binary Data stand for string, int, long, decimal, bool, DateTime and
/// byte[]; every other type is an Object, as in Integration Studio. With --convert other numbers, char, Guid, TimeSpan, Uri, Version
/// and the assembly's enumerations are converted, streams are Binary Data, DateTimeOffset is Date Time, and a value that may be null
/// has a Boolean IsNull_ beside it. The results of asynchronous methods are waited for. Enumerations of .NET are converted, too.
///
/// With --structures, classes that only hold data become structures, and arrays, lists and sets of them or of simple values record
/// lists. A file of the sources, which the project compiles, has the code that converts both ways; an action works on a copy of what
/// it is given. What would make a structure contain itself, and what no attribute can hold, is left out and told.
///
/// With --again the DLL is another version of one that was imported before. Its file is replaced, and actions whose members differ
/// follow with their parameters and their code. Keys, names that were changed, and methods that were written by hand stay: the answer
/// names these. What is new or gone is told, and taken over with --all or --action. The options are those of the earlier import,
/// unless --convert, --structures or --null-checks says more.
#[derive(Debug, PartialEq, Eq, Args)]
#[command(after_long_help = IMPORTING)]
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(crate) struct Import {
    /// The XIF or the unpacked folder that gets the actions
    pub(crate) target: PathBuf,
    /// The assembly
    pub(crate) dll: PathBuf,
    /// Import this type only, named with or without its namespace; can be given several times
    #[arg(long = "type", value_name = "NAME")]
    pub(crate) types: Vec<String>,
    /// Convert values of more types than Integration Studio does
    #[arg(long)]
    pub(crate) convert: bool,
    /// Make structures of classes that only hold data, and record lists of lists; converts as --convert does
    #[arg(long)]
    pub(crate) structures: bool,
    /// Turn each null that the assembly gives back into the default of its type
    #[arg(long)]
    pub(crate) null_checks: bool,
    /// Bring actions in step that an earlier version of the DLL was imported to; without more, those whose members differ
    #[arg(long, conflicts_with = "types")]
    pub(crate) again: bool,
    /// Only tell what --again finds
    #[arg(long, requires = "again")]
    pub(crate) show: bool,
    /// Add an action for each new member, too, and remove those whose members are gone
    #[arg(long, requires = "again")]
    pub(crate) all: bool,
    /// Take over what --again tells of this action, and of no others; can be given several times
    #[arg(long = "action", value_name = "NAME", requires = "again", conflicts_with = "all")]
    pub(crate) actions: Vec<String>,
}

const IMPORTING_TABLES: &str = "\
Examples:
  xif import-tables Shop.xif --script schema.sql
  xif import-tables Shop     --script schema.sql --dialect oracle --table HR.EMPLOYEES --table JOBS
  xif import-tables Shop     --sqlite shop.db
  xif import-tables Shop     --csv customers.csv
  xif import-tables Shop     --script later.sql --refresh --take Customer/Name --keep Order
  pg_dump --schema-only shop > schema.sql; mysqldump --no-data shop > schema.sql

CREATE TABLE, ALTER TABLE, CREATE VIEW, COMMENT ON, LABEL ON and sp_addextendedproperty are read,
other statements are passed over. What cannot be read is told with its line. Of rows the first has
the names of the columns; their types are guessed from the values.

A table whose entity is there already is left out, so the command can run again. With --refresh the
entity takes what changed in the table: new columns, other types and lengths. Kept is what somebody
changed by hand, what may be so, and an attribute whose column is gone; --take takes it, too.

Exit codes: 0 done, 1 refused or wrong input, 2 wrong usage, 3 the file system.";

/// Import tables and views from a script, a SQLite file or rows as entities
///
/// No connection is needed. Each column gets the type that the platform gives it when it imports from a database; a column without one
/// becomes an attribute that is ignored. Foreign keys become identifiers of entities where the other table is imported, too. The answer
/// says what was made, and why where it may surprise. Nothing is written after a refusal.
#[derive(Debug, PartialEq, Eq, Args)]
#[command(after_long_help = IMPORTING_TABLES, override_usage = "xif import-tables [OPTIONS] <--script|--sqlite|--csv|--xlsx> <FILE> <TARGET>")]
pub(crate) struct ImportTables {
    #[command(flatten)]
    #[allow(missing_docs, reason = "clap would show it as help")]
    pub(crate) target: Target,
    #[command(flatten)]
    #[allow(missing_docs, reason = "clap would show it as help")]
    pub(crate) file: TableFile,
    /// The kind of database. Without this option a script tells it
    #[arg(long, ignore_case = true, value_parser = dialect())]
    pub(crate) dialect: Option<Dialect>,
    /// A table or view to import, with or without its schema; as often as needed. Without this option all are imported
    #[arg(long = "table", value_name = "NAME")]
    pub(crate) tables: Vec<String>,
    /// The logical database of the entities, which each environment maps to one of its connections
    #[arg(long, value_name = "NAME", default_value = "", hide_default_value = true)]
    pub(crate) logical_database: String,
    /// Take what changed in the tables into the entities that have them, instead of leaving these tables out
    #[arg(long)]
    pub(crate) refresh: bool,
    /// With --refresh: an entity, or an attribute as Entity/Attribute, that takes every change; as often as needed
    #[arg(long, value_name = "NAME", requires = "refresh")]
    pub(crate) take: Vec<String>,
    /// With --refresh: an entity, or an attribute as Entity/Attribute, that stays as it is; as often as needed
    #[arg(long, value_name = "NAME", requires = "refresh")]
    pub(crate) keep: Vec<String>,
}

/// Where tables come from: one of these files.
#[derive(Debug, PartialEq, Eq, Args)]
#[group(required = true, multiple = false)]
pub(crate) struct TableFile {
    /// The script with the definitions, in UTF-8 or UTF-16
    #[arg(long, value_name = "FILE")]
    pub(crate) script: Option<PathBuf>,
    /// A SQLite database. Its schema is read, and nothing else
    #[arg(long, value_name = "FILE")]
    pub(crate) sqlite: Option<PathBuf>,
    /// Rows with tabs, semicolons, commas or bars between the values; the file names the table
    #[arg(long, value_name = "FILE")]
    pub(crate) csv: Option<PathBuf>,
    /// A workbook: each sheet with rows is a table
    #[arg(long, value_name = "FILE")]
    pub(crate) xlsx: Option<PathBuf>,
}

impl TableFile {
    /// The file, and what it is to be read as.
    pub(crate) fn chosen(&self) -> Option<(&PathBuf, SourceKind)> {
        let all = [
            (&self.script, SourceKind::Script),
            (&self.sqlite, SourceKind::Sqlite),
            (&self.csv, SourceKind::Rows),
            (&self.xlsx, SourceKind::Workbook),
        ];
        all.into_iter().find_map(|(file, kind)| Some((file.as_ref()?, kind)))
    }
}

fn dialect() -> impl TypedValueParser<Value = Dialect> {
    PossibleValuesParser::new(Dialect::ALL.map(Dialect::word)).try_map(|word| {
        let dialect = Dialect::ALL.into_iter().find(|dialect| dialect.word().eq_ignore_ascii_case(&word));
        dialect.ok_or_else(|| format!("There is no dialect {word}."))
    })
}

fn kind() -> impl TypedValueParser<Value = NewKind> {
    PossibleValuesParser::new(NewKind::ALL.map(NewKind::word)).try_map(|word| {
        let kind = NewKind::ALL.into_iter().find(|kind| kind.word().eq_ignore_ascii_case(&word));
        kind.ok_or_else(|| format!("There is no kind {word}."))
    })
}

#[allow(clippy::unnecessary_wraps, reason = "a parser of clap gives a result")]
fn destination(text: &str) -> Result<Destination, Infallible> {
    Ok(match text.parse() {
        Ok(position) => Destination::Position(position),
        Err(_) if text.eq_ignore_ascii_case("first") => Destination::First,
        Err(_) if text.eq_ignore_ascii_case("last") => Destination::Last,
        Err(_) => Destination::Folder(text.to_owned()),
    })
}

/// `Data Type=Text` in its parts.
fn property(word: &str) -> Result<(String, String), String> {
    let (name, value) = word
        .split_once('=')
        .filter(|(name, _)| !name.trim().is_empty())
        .ok_or_else(|| format!("{word} is not PROPERTY=VALUE."))?;
    Ok((name.trim().to_owned(), value.to_owned()))
}
