use crate::Extension;

/// Undo and redo: earlier and later documents, each with the name of the edit that lies between.
#[derive(Debug, Clone)]
pub struct History {
    steps: Vec<Step>,
    position: usize,
}

/// A document and the edit that led to it.
#[derive(Debug, Clone)]
pub struct Step {
    /// The name of the edit that led to this document; the first step has the name of how it began.
    pub name: String,
    /// The document after the edit.
    pub extension: Extension,
    /// What the edit was about, so that the next one of the same field can join it.
    pub merge_with: Option<String>,
}

impl History {
    /// A history that begins with this document.
    pub fn new(name: impl Into<String>, extension: Extension) -> Self {
        Self { steps: vec![Step { name: name.into(), extension, merge_with: None }], position: 0 }
    }

    /// The document as it is now.
    pub fn current(&self) -> &Extension {
        &self.steps[self.position].extension
    }

    /// Adds the document that an edit made; what was undone before is gone.
    ///
    /// Edits that follow each other with the same `merge_with` become one step: typing a name is one
    /// edit to the user, however often the field reported it.
    pub fn push(&mut self, name: impl Into<String>, extension: Extension, merge_with: Option<String>) {
        let step = Step { name: name.into(), extension, merge_with };
        self.steps.truncate(self.position + 1);
        let joins =
            self.position > 0 && step.merge_with.is_some() && self.steps[self.position].merge_with == step.merge_with;
        if joins {
            self.steps[self.position] = step;
        } else {
            self.steps.push(step);
            self.position += 1;
        }
    }

    /// Ends the joining of edits: the next one is a step of its own.
    pub fn seal(&mut self) {
        self.steps[self.position].merge_with = None;
    }

    /// Exchanges the document without a step: for what is no edit of the user, such as the stamps of a save.
    pub fn amend(&mut self, extension: Extension) {
        self.steps[self.position].extension = extension;
        self.seal();
    }

    /// Goes one step back; the name of the edit that was undone.
    pub fn undo(&mut self) -> Option<&str> {
        let name = &self.steps.get(self.position).filter(|_| self.position > 0)?.name;
        self.position -= 1;
        Some(name)
    }

    /// Goes one step forward; the name of the edit that was done again.
    pub fn redo(&mut self) -> Option<&str> {
        let name = &self.steps.get(self.position + 1)?.name;
        self.position += 1;
        Some(name)
    }

    /// Goes to this step; nothing happens when there is none.
    pub fn go_to(&mut self, position: usize) {
        if position < self.steps.len() {
            self.position = position;
        }
    }

    /// Every step, the earliest first.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Which step is the current one.
    pub fn position(&self) -> usize {
        self.position
    }

    /// The name of the edit that undo would take back.
    pub fn undo_name(&self) -> Option<&str> {
        (self.position > 0).then(|| self.steps[self.position].name.as_str())
    }

    /// The name of the edit that redo would do again.
    pub fn redo_name(&self) -> Option<&str> {
        self.steps.get(self.position + 1).map(|step| step.name.as_str())
    }
}
