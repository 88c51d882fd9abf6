//! The `leadwell` command as its users run it: started as a program, spoken to over TCP.

mod inbox;
mod program;
mod serve;
mod viewer;
