//! A source file beside what would be generated for it (integration-studio, section 5.13).

use comparison::{LineChanges, line_changes};
use extension::{Edit, Key, ResourceEdit};

use crate::errors::Failure;
use crate::{Context, Document, Sources, Surroundings, document};

/// A source file beside its template.
#[derive(Debug, Clone, PartialEq)]
pub struct BesideTemplate {
    /// The file.
    pub resource: Key,
    /// Its path.
    pub path: String,
    /// Where the two differ; the template is the later one.
    pub lines: LineChanges,
}

impl Sources {
    /// The source file that is shown beside its template.
    pub(crate) fn beside_template(&self) -> Option<&BesideTemplate> {
        self.beside_template.as_ref()
    }

    /// Shows no template.
    pub(crate) fn close_template(&mut self) {
        self.beside_template = None;
    }

    pub(crate) fn compare_template(&mut self, context: &mut Context, resource: Key) {
        let Some(extension) = context.document.as_ref().map(Document::extension) else { return };
        let Some(file) = extension.resource(resource) else { return };
        let template = csharp::template(extension, resource);
        let lines = template.and_then(|template| line_changes(&file.content, &template));
        match lines {
            Some(lines) => self.beside_template = Some(BesideTemplate { resource, path: file.path(), lines }),
            None => {
                let failure = Failure::no_template(file.file_name.as_str());
                context.fail(failure);
            }
        }
    }

    /// Makes one place of the file as the template has it; without one, all of them.
    pub(crate) fn take_from_template(
        &mut self,
        context: &mut Context,
        place: Option<usize>,
        surroundings: &mut dyn Surroundings,
    ) {
        let Some(beside) = &self.beside_template else { return };
        let (resource, lines) = (beside.resource, beside.lines.clone());
        let file = context.document.as_ref().and_then(|document| document.extension().resource(resource).cloned());
        if let Some(content) = file.and_then(|file| lines.taken(&file.content, place)) {
            let edit = ResourceEdit::SetContent(content, surroundings.now_local());
            document::edit(context, &Edit::Resource(resource, edit), surroundings);
        }
        self.compare_template(context, resource);
    }
}
