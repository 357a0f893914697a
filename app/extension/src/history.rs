use crate::Extension;

/// Undo and redo: earlier and later documents, each with the name of the edit that lies between.
#[derive(Debug, Clone)]
pub struct History {
    steps: Vec<Step>,
    position: usize,
    last_number: u64,
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
    /// Stands for this step as it is: another one, or this one changed, has a greater number.
    pub number: u64,
}

impl History {
    /// A history that begins with this document.
    pub fn new(name: impl Into<String>, extension: Extension) -> Self {
        let first = Step { name: name.into(), extension, merge_with: None, number: 1 };
        Self { steps: vec![first], position: 0, last_number: 1 }
    }

    /// A history as it was kept; `None` without a step. A position beyond the end is the last step.
    pub fn restored(steps: Vec<Step>, position: usize) -> Option<Self> {
        let last_number = steps.iter().map(|step| step.number).max()?;
        let position = position.min(steps.len() - 1);
        Some(Self { steps, position, last_number })
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
        self.last_number += 1;
        let step = Step { name: name.into(), extension, merge_with, number: self.last_number };
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
