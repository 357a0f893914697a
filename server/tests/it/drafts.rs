//! Shared drafts over the server's routes, on every kind of store; with clocks, disks and stores that misbehave; and the program itself, killed at work.

mod backup;
mod cases;
mod expiry;
mod fairness;
mod faults;
mod kept;
mod keys;
mod killed;
mod operator;
pub(crate) mod program;
mod rights;
mod room;
pub(crate) mod s3;
mod servers;
pub(crate) mod studio;

macro_rules! suite {
    ($($case:ident),+ $(,)?) => {
        /// Every case by itself, in memory and in a folder.
        mod on {
            suite!(@in memory, store::Location::Memory, $($case),+);
            suite!(@in folder, crate::drafts::studio::fresh_folder(), $($case),+);
        }

        /// All cases on one store, one after the other.
        async fn all_cases(store: &store::Store) {
            $(
                println!("{}", stringify!($case));
                crate::drafts::cases::$case(&crate::drafts::studio::Studio::on(store.clone()).await).await;
            )+
        }
    };
    (@in $name:ident, $location:expr, $($case:ident),+) => {
        mod $name {
            $(
                #[tokio::test]
                async fn $case() {
                    let store = store::Store::open(&$location).await.unwrap();
                    crate::drafts::cases::$case(&crate::drafts::studio::Studio::on(store).await).await;
                }
            )+
        }
    };
}

suite!(
    revisions_come_back_as_they_were,
    a_number_is_given_once,
    the_same_revision_again_is_no_conflict,
    reading_begins_where_it_is_asked_to,
    a_snapshot_never_changes,
    a_review_takes_comments_only,
    links_give_rights_and_take_them_back,
    a_revoked_link_stays_revoked_whatever_is_written_at_the_same_time,
    a_deleted_draft_is_gone,
    a_deleted_draft_stays_gone_whatever_is_written_at_the_same_time,
    events_tell_of_revisions_and_presence,
    the_stream_of_a_revoked_link_ends,
    another_server_sees_and_keeps_the_order,
    a_new_key_goes_to_the_links_that_are_left,
    a_revision_with_an_earlier_key_is_refused,
    one_page_begins_an_epoch,
);
