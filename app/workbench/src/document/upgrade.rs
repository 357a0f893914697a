//! Extensions of older versions: told when one is opened, upgraded when the user wants it.

use crate::{Context, Document, DocumentCommand, NoticeKind, Offer, Surroundings, document};

/// Says that the document is of an older version of the platform, and what an upgrade changes.
pub(crate) fn tell_of_older_version(context: &mut Context, surroundings: &dyn Surroundings) {
    let Some(extension) = context.document.as_ref().map(Document::extension) else { return };
    if !extension.is_of_older_version() {
        return;
    }
    let version = extension.provenance.last_upgrade_version.clone();
    let changes = csharp::upgrade(extension, &surroundings.now_local()).map(|it| it.changes).unwrap_or_default();
    let major = version.split('.').next().unwrap_or_default();
    let text = format!("This extension is of OutSystems {major}. Platform Servers from 11.14 on refuse it.");
    let notice = context.tell(NoticeKind::Warning, text);
    notice.details.push("An upgrade changes this, as one step that can be undone:".to_owned());
    notice.details.extend(changes);
    notice.offers =
        vec![Offer { label: "Upgrade to OutSystems 11".to_owned(), command: DocumentCommand::Upgrade.into() }];
}

/// Upgrades the document as it is now.
pub(crate) fn upgrade(context: &mut Context, surroundings: &mut dyn Surroundings) {
    let Some(extension) = context.document.as_ref().map(Document::extension) else { return };
    let Some(upgrade) = csharp::upgrade(extension, &surroundings.now_local()) else {
        context.tell(NoticeKind::Information, "Nothing in this extension is of an older version.");
        return;
    };
    if document::edit(context, &upgrade.edit, surroundings) {
        let notice = context.tell(NoticeKind::Done, "Upgraded to OutSystems 11. Compile it, and save it.");
        notice.details = upgrade.changes;
    }
}
