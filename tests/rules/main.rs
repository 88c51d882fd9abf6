//! The rules, held against tables of named cases. A bug report becomes one more row in `cases/`.

mod condition;
mod form;
mod table;
