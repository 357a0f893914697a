//! Reading a log one answer after the other, however often there is news.

/// Whether a log is being read, and whether there was news meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CatchingUp {
    is_reading: bool,
    is_behind: bool,
}

impl CatchingUp {
    /// There is news. Whether reading is to begin: where it goes on already, it goes on once more.
    pub fn begins(&mut self) -> bool {
        self.is_behind = true;
        !std::mem::replace(&mut self.is_reading, true)
    }

    /// Whether the log is to be read now; reading has ended when it is not.
    pub fn goes_on(&mut self) -> bool {
        self.is_reading = std::mem::take(&mut self.is_behind);
        self.is_reading
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn news_while_reading_is_read_after_it_and_by_nobody_else() {
        let mut log = CatchingUp::default();
        assert!(log.begins() && log.goes_on());
        assert!(!log.begins() && !log.begins(), "it is being read");
        assert!(log.goes_on() && !log.goes_on(), "once more for all of the news");
        assert!(log.begins());
    }
}
