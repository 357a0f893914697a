//! The example of the start screen: the extension of the README's first five minutes, written and ready to be compiled.

use extension::{Action, ActionEdit, BasicType, Dbms, Description, Direction, Edit, Folder, Key, Name, Parameter};

use crate::errors::Failure;
use crate::{Context, Effect, Files, Surroundings, Target, navigation, source};

const NAME: &str = "MortgageLib";
const ACTION: &str = "CalculateMortgage";
const BODY: &str = "\
double rate = (double)ssYearlyRate / 1200;
double payment = (double)ssAmount * rate / (1 - System.Math.Pow(1 + rate, -12 * ssYears));
ssMonthlyPayment = System.Math.Round((decimal)payment, 2);";

impl Files {
    pub(crate) fn open_example(context: &mut Context, surroundings: &mut dyn Surroundings) -> Vec<Effect> {
        let description = Description::as_found("An example: what is paid for a loan each month");
        let effects = Self::create(context, Name::as_found(NAME), Dbms::All, description, surroundings);
        let key = surroundings.new_key();
        let written =
            Self::define_example(context, key, surroundings).map(|()| Self::write_example(context, surroundings));
        match written {
            Ok(()) => navigation::show(context, Target::Action(key)),
            Err(failure) => context.fail(failure),
        }
        effects
    }

    fn define_example(context: &mut Context, key: Key, surroundings: &mut dyn Surroundings) -> Result<(), Failure> {
        let Some(document) = &mut context.document else { return Ok(()) };
        let mut edits = vec![Edit::AddAction(Action::new(key, Name::as_found(ACTION)), None)];
        let input = Direction::Input { mandatory: true };
        let parameters = [
            ("Amount", input, BasicType::Decimal),
            ("YearlyRate", input, BasicType::Decimal),
            ("Years", input, BasicType::Integer),
            ("MonthlyPayment", Direction::Output, BasicType::Decimal),
        ];
        for (name, direction, data_type) in parameters {
            let parameter = Parameter::new(surroundings.new_key(), Name::as_found(name), direction);
            edits.push(Edit::Action(
                key,
                ActionEdit::AddParameter(Parameter { data_type: data_type.into(), ..parameter }, None),
            ));
        }
        edits.push(Edit::Action(key, ActionEdit::SetFunction(true)));
        document
            .apply(&Edit::All(format!("Add action {ACTION}"), edits))
            .map_err(|refusal| Failure::of_refusal(&refusal))?;
        document.update_source(true, surroundings).map(|_| ())
    }

    /// Puts the body in the place of the line that says what to write there.
    fn write_example(context: &mut Context, surroundings: &dyn Surroundings) {
        let Some(document) = &context.document else { return };
        let main = document.extension().resource_at(Folder::SOURCE, &format!("{NAME}.cs"));
        let Some((key, text)) = main.and_then(|main| Some((main.key, main.content.text()?))) else {
            return;
        };
        let method = format!("Mss{ACTION}(");
        let of_method = text.lines().skip_while(|line| !line.contains(&method));
        let Some(line) = of_method.into_iter().find(|line| line.trim_start().starts_with("// ")) else { return };
        let indent = &line[..line.len() - line.trim_start().len()];
        let body = BODY.lines().map(|line| format!("{indent}{line}")).collect::<Vec<_>>().join("\r\n");
        source::change_source(context, key, &text.replacen(line, &body, 1), surroundings);
    }
}
