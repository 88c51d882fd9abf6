//! The course a form takes: which steps and questions come, given the answers so far.
//!
//! Follows conditions, jumps, what is known already and what follows from other answers. Answers to what is not asked do not count.
//! It draws nothing, and does not say whether an answer is right.

use super::formula::work_out;
use super::{Answers, is_answered};
use crate::campaign::Form;
use crate::campaign::written::{Field, FieldKind, Step};
use crate::condition::{Engine, Lists, Scope, holds, value_at};
use crate::value::{Object, Value, put};

/// What conditions of a form are held against, besides its answers.
#[derive(Clone, Copy)]
pub struct Held<'a> {
    /// The facts about the visitor; `field` holds what is known from earlier forms.
    pub facts: &'a Value,
    pub lists: &'a Lists,
    pub engine: Engine,
}

/// A form as its answers make it.
pub struct Course<'a> {
    pub form: &'a Form,
    /// The steps that come, by their place in the form.
    pub path: Vec<usize>,
    /// The questions that are asked, in order.
    pub asked: Vec<Asked<'a>>,
    /// The answers that count: given to what is asked, known from before, or calculated.
    pub answers: Answers,
    /// The facts with those answers.
    pub facts: Value,
    pub engine: Engine,
}

/// A question that is asked.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    pub step: usize,
    pub field: &'a Field,
    pub required: bool,
}

/// The jump that makes its step the last.
const SUBMIT: &str = "submit";

/// Follows a form through its steps.
#[must_use]
pub fn follow<'a>(form: &'a Form, given: &Answers, held: Held) -> Course<'a> {
    let known = held.facts.get("field").and_then(Value::as_object).cloned().unwrap_or_default();
    let answers = Answers { fields: Object::new(), consent: Vec::new(), kinds: given.kinds.clone() };
    let course = Course { form, path: Vec::new(), asked: Vec::new(), answers, facts: held.facts.clone(), engine: held.engine };
    let mut walk = Walk { course, given, known: &known, lists: held.lists, new: form.ask_new.unwrap_or(u32::MAX) };
    for field in form.fields() {
        walk.set(&field.name, Value::Null);
    }
    let mut next = Some(0);
    while let Some((at, step)) = next.and_then(|at| Some((at, form.steps.get(at)?))) {
        next = walk.take(at, step);
    }
    for item in form.consent.iter().filter(|item| !item.placed) {
        walk.agree(&item.purpose);
    }
    walk.course
}

struct Walk<'a, 'b> {
    course: Course<'a>,
    given: &'b Answers,
    known: &'b Object,
    lists: &'b Lists,
    /// How many more questions may be new.
    new: u32,
}

impl<'a> Walk<'a, '_> {
    /// Takes a step if it comes, and gives the next.
    fn take(&mut self, at: usize, step: &'a Step) -> Option<usize> {
        if !self.holds(step.when.as_ref()) {
            return at.checked_add(1);
        }
        self.course.path.push(at);
        for field in &step.fields {
            self.ask(at, field);
        }
        let jump = step.next.iter().find(|jump| self.holds(jump.when.as_ref()));
        let Some(jump) = jump else { return at.checked_add(1) };
        if jump.to == SUBMIT {
            return None;
        }
        // Only onwards: whatever else a file says, a form has an end.
        let named = self.course.form.steps.iter().position(|step| step.id.as_deref() == Some(&jump.to));
        named.filter(|named| *named > at).or(at.checked_add(1))
    }

    fn ask(&mut self, step: usize, field: &'a Field) {
        if !self.holds(field.when.as_ref()) {
            return;
        }
        if field.progressive {
            if let Some(known) = self.known.get(&field.name).filter(|known| is_answered(known)) {
                return self.answer(field, known.clone());
            }
            let Some(left) = self.new.checked_sub(1) else { return };
            self.new = left;
        }
        match field.kind {
            FieldKind::Address => return,
            FieldKind::Hidden => {
                let calculated = field.formula.as_ref().map(|formula| work_out(formula, field.decimals, &self.course));
                let value = calculated.or_else(|| self.given.fields.get(&field.name).cloned());
                return self.answer(field, value.unwrap_or_default());
            }
            FieldKind::Consent => self.agree(field.purpose.as_deref().unwrap_or_default()),
            _ => self.answer(field, self.given.fields.get(&field.name).cloned().unwrap_or_default()),
        }
        let required = field.required || field.required_when.as_ref().is_some_and(|condition| self.holds(Some(condition)));
        self.course.asked.push(Asked { step, field, required });
    }

    fn answer(&mut self, field: &Field, value: Value) {
        let value = trimmed(value);
        if is_answered(&value) {
            self.set(&field.name, value.clone());
            self.course.answers.fields.insert(field.name.as_str(), value);
        }
    }

    fn agree(&mut self, purpose: &str) {
        if self.given.agrees(purpose) {
            self.course.answers.consent.push(purpose.to_owned());
        }
    }

    fn set(&mut self, name: &str, value: Value) {
        if let Value::Object(facts) = &mut self.course.facts {
            if !matches!(facts.get("field"), Some(Value::Object(_))) {
                put(facts, "field", Value::Object(Object::new()));
            }
            if let Some(Value::Object(fields)) = facts.get_mut("field") {
                put(fields, name, value);
            }
        }
    }

    fn holds(&self, condition: Option<&crate::condition::Condition>) -> bool {
        holds(condition, &Scope { facts: &self.course.facts, lists: self.lists, engine: self.course.engine })
    }
}

impl Course<'_> {
    /// Whether a fact is a number that somebody gave or that was worked out.
    #[must_use]
    pub fn is_number(&self, fact: &str) -> bool {
        let field = fact.strip_prefix("field.").and_then(|name| self.form.field(name));
        field.is_some_and(|field| field.kind == FieldKind::Number || field.formula.is_some())
    }

    /// An answer as people read it: the label of what was chosen, else the text. For tokens such as `{{field.size}}`.
    #[must_use]
    pub fn said(&self, fact: &str, locale: &str, default_locale: &str) -> Option<String> {
        let scope = Scope { facts: &self.facts, lists: &Lists::new(), engine: self.engine };
        let field = fact.strip_prefix("field.").and_then(|name| self.form.fields().find(|field| field.name == name));
        let options = field.map(|field| field.options.as_slice()).unwrap_or_default();
        let label = |id: &Value| {
            let option = options.iter().find(|option| *id == *option.id.as_str())?;
            Some(option.label.in_locale(locale, default_locale).to_owned())
        };
        match value_at(&self.facts, fact) {
            Value::Array(chosen) => Some(chosen.iter().filter_map(label).collect::<Vec<_>>().join(", ")),
            chosen => label(chosen).or_else(|| scope.fact_as_text(fact)),
        }
    }
}

/// Without surrounding space.
fn trimmed(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(text.trim().to_owned()),
        other => other,
    }
}
