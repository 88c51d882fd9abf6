//! The `leadwell` command.
