//! Builds that attack the server: each tries what the sandbox must not give, and shows that its attempt was made.

mod calls;
mod cgroup;
mod memory;
mod msbuild;
mod probe;
mod reach;
mod time;
