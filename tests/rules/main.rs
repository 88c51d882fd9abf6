//! The rules, held against tables of named cases. A bug report becomes one more row in `cases/`.

mod campaign;
mod condition;
mod delivery;
mod demo;
mod diagnostics;
mod form;
mod message;
mod scoring;
mod table;
mod visitor;
