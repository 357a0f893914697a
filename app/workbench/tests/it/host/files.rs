//! The files and the folder of the user.

use workbench::errors::Failure;
use workbench::{Command, Effect, FileCommand, FolderCommand, WrittenFile};

use super::Host;

impl Host {
    /// Carries out what reads and writes files.
    pub(super) fn reach_files(&mut self, effect: Effect) -> Option<Command> {
        match effect {
            Effect::ReadXif { job, bytes } => {
                let read = xif::read(&bytes, &xif::Limits::default());
                let result = read.map_err(|error| Failure::of_reading(&error));
                Some(Command::File(FileCommand::XifRead { job, result }))
            }
            Effect::Pack { job, text } => {
                Some(Command::File(FileCommand::Packed { job, result: Ok(xif::deflate(&text)) }))
            }
            Effect::WriteFile { job, bytes, .. } if self.disk_is_full => {
                let result = Err(Failure::browser_file(
                    "The file cannot be written.",
                    &format!("no space for {} bytes", bytes.len()),
                ));
                Some(Command::File(FileCommand::Written { job, result }))
            }
            Effect::WriteFile { job, file_name: name, bytes, handle } => {
                self.written.push((name.clone(), bytes));
                self.written_to.push(handle);
                let handle = handle.or(self.chosen_file);
                Some(Command::File(FileCommand::Written { job, result: Ok(Some(WrittenFile { name, handle })) }))
            }
            Effect::RememberFile { draft, handle } => {
                self.remembered.insert(draft, handle);
                None
            }
            Effect::Export { job, file_name, files } => {
                let paths = files.iter().map(|file| file.path.as_str()).collect::<Vec<_>>().join("\n");
                self.written.push((file_name, paths.into_bytes()));
                Some(Command::Folder(FolderCommand::Exported { job, result: Ok(()) }))
            }
            Effect::WriteFolder { files } => {
                let paths = files.iter().map(|file| file.path.clone()).collect();
                self.folder.extend(files.into_iter().map(|file| (file.path, file.content.bytes().into_owned())));
                Some(Command::Folder(FolderCommand::Written(Ok(paths))))
            }
            Effect::CompleteFolder { files } => {
                for file in files {
                    self.folder.entry(file.path).or_insert_with(|| file.content.bytes().into_owned());
                }
                Some(Command::Folder(FolderCommand::Completed(Ok(()))))
            }
            Effect::SaveCopy { file_name, bytes } => {
                self.written.push((file_name, bytes));
                None
            }
            _ => None,
        }
    }
}
