use cli::unpacked::Now;
use extension::Timestamp;
use jiff::Zoned;
use jiff::tz::TimeZone;

use crate::failure::Failure;

/// The time of now, or that of `SOURCE_DATE_EPOCH` (reproducible-builds.org), for builds that must
/// come out the same twice.
pub(crate) fn now() -> Result<Now, Failure> {
    let moment = match std::env::var_os("SOURCE_DATE_EPOCH") {
        None => jiff::Timestamp::now(),
        Some(text) => {
            let text = text.to_string_lossy();
            let moment = text.parse().ok().and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
            moment.ok_or_else(|| Failure::Clock(text.into_owned()))?
        }
    };
    let timestamp = |zoned: &Zoned| Timestamp::as_found(&zoned.strftime("%Y-%m-%d %H:%M:%S").to_string());
    Ok(Now { utc: timestamp(&moment.to_zoned(TimeZone::UTC)), local: timestamp(&moment.to_zoned(TimeZone::system())) })
}
