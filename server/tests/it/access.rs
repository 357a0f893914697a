//! Who may do what, over the server's routes and with the program itself.

mod program;
mod routes;
