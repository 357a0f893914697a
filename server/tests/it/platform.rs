//! The server against the emulator of a Platform Server, in all its scenarios. The cases run with Service Center's services and with a
//! native one, and both again with every name changed that is not evidenced.

mod addresses;
mod cases;
mod hostile;
mod lifetime;
mod program;
mod stopped;
pub(crate) mod studio;
mod tls;
mod zeep;

macro_rules! suite {
    ($($case:ident),+ $(,)?) => {
        suite!(@in service_center, crate::platform::studio::Protocol::ServiceCenter, "", $($case),+);
        suite!(@in service_center_renamed, crate::platform::studio::Protocol::ServiceCenter, "Renamed", $($case),+);
        suite!(@in native, crate::platform::studio::Protocol::Native, "", $($case),+);
        suite!(@in native_renamed, crate::platform::studio::Protocol::Native, "Renamed", $($case),+);
    };
    (@in $name:ident, $protocol:expr, $rename:literal, $($case:ident),+) => {
        mod $name {
            $(
                #[tokio::test]
                async fn $case() {
                    let studio = crate::platform::studio::Studio::start($protocol, $rename).await;
                    crate::platform::cases::$case(&studio).await;
                    studio.check();
                }
            )+
        }
    };
}

suite!(
    a_xif_arrives_as_it_was_and_is_published,
    versions_follow_each_other_and_the_published_one_is_marked,
    an_upload_publishes_nothing,
    a_wrong_password_is_said_and_sent_once,
    a_locked_user_is_told_to_wait,
    an_identity_provider_gets_no_password,
    an_inner_network_is_explained,
    a_missing_right_is_named,
    a_taken_name_is_said,
    a_name_that_really_is_taken_is_said,
    a_disabled_upgrade_is_said,
    a_xif_that_is_too_large_is_said,
    warnings_stop_nothing,
    errors_of_the_server_end_the_publish,
    two_steps_wait_for_the_user,
    the_first_of_two_steps_can_be_the_last,
    a_missing_configuration_waits_for_the_user,
    repeated_and_late_messages_are_told_once,
    a_connection_that_breaks_in_the_upload_is_not_tried_again,
    a_connection_that_breaks_in_the_publish_leaves_it_unknown,
    a_server_that_is_silent_in_the_publish_leaves_it_unknown,
    questions_for_messages_are_repeated,
    questions_that_always_fail_leave_the_end_unknown,
    spoilt_answers_are_no_answers,
    a_spoilt_answer_to_the_publish_leaves_it_unknown,
    a_server_that_never_answers_is_given_up,
    redirects_are_not_followed,
    a_server_that_fails_is_said,
    a_lost_page_reads_everything_again,
    a_closed_connection_is_closed_and_its_publish_goes_on,
    what_is_not_there_is_said,
    a_publish_is_stopped,
    a_publish_that_is_not_in_the_list_is_not_believed,
);
