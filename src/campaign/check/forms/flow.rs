//! The way through a form: conditions that read what was asked before, jumps that lead onwards, formulas, messages after a step.

use super::{Conditions, Position, check_id, check_unique, hint, placed_fields};
use crate::campaign::check::reach::first_wins;
use crate::campaign::problem::Problem;
use crate::campaign::written::{self, Campaign, FieldKind, Step};
use crate::condition::Condition;
use crate::form::rules::names_in;

const SUBMIT: &str = "submit";
const PARTIAL: &str = "lead.partial";

pub fn check(form: &written::Form, path: &str, campaign: &Campaign, conditions: &Conditions, problems: &mut Vec<Problem>) {
    let ids = form.steps.iter().enumerate().filter_map(|(index, step)| Some((format!("{path}.steps[{index}].id"), step.id.as_deref()?)));
    check_unique("step", ids, problems);
    let flow = Flow { form, path, conditions };
    for (index, step) in form.steps.iter().enumerate() {
        flow.check_step(index, step, problems);
    }
    flow.check_fields(problems);
    flow.check_partial(campaign, problems);
    let progressive = placed_fields(form, path).any(|(_, field)| field.progressive);
    if form.ask_new.is_some() && !progressive {
        problems.push(Problem::warning(format!("{path}.ask_new"), "no field of this form is `progressive`: nothing is left out"));
    }
}

struct Flow<'a> {
    form: &'a written::Form,
    path: &'a str,
    conditions: &'a Conditions<'a>,
}

impl Flow<'_> {
    fn check_step(&self, index: usize, step: &Step, problems: &mut Vec<Problem>) {
        let path = format!("{}.steps[{index}]", self.path);
        if let Some(id) = &step.id {
            check_id(&format!("{path}.id"), id, problems);
            if id == SUBMIT {
                problems.push(Problem::error(format!("{path}.id"), "\"submit\" is what a jump to the end is called; choose another id"));
            }
        }
        let before: usize = self.form.steps.iter().take(index).map(|step| step.fields.len()).sum();
        self.check_condition(step.when.as_ref(), &format!("{path}.when"), before, problems);
        first_wins(&format!("{path}.next"), step.next.iter().map(|jump| jump.when.as_ref()), problems);
        for (at, jump) in step.next.iter().enumerate() {
            let path = format!("{path}.next[{at}]");
            self.check_condition(jump.when.as_ref(), &format!("{path}.when"), before + step.fields.len(), problems);
            let target = self.form.steps.iter().position(|step| step.id.as_ref() == Some(&jump.to));
            match target {
                Some(target) if target <= index => {
                    problems.push(Problem::error(
                        format!("{path}.to"),
                        format!("the step \"{}\" comes before this one; jumps lead onwards", jump.to),
                    ));
                }
                None if jump.to != SUBMIT => {
                    let known = self.form.steps.iter().skip(index + 1).filter_map(|step| step.id.as_deref()).chain([SUBMIT]);
                    let message = format!("no step named \"{}\"{}", jump.to, hint(&jump.to, known));
                    problems.push(Problem::error(format!("{path}.to"), message));
                }
                _ => {}
            }
        }
    }

    fn check_fields(&self, problems: &mut Vec<Problem>) {
        let fields: Vec<_> = placed_fields(self.form, self.path).collect();
        for (index, (path, field)) in fields.iter().enumerate() {
            self.check_condition(field.when.as_ref(), &format!("{path}.when"), index, problems);
            self.check_condition(field.required_when.as_ref(), &format!("{path}.required_when"), index, problems);
            if let Some(formula) = &field.calculate {
                self.check_formula(formula, &format!("{path}.calculate"), index, problems);
            }
        }
    }

    fn check_formula(&self, formula: &str, path: &str, index: usize, problems: &mut Vec<Problem>) {
        let read = match names_in(formula) {
            Ok(names) => names,
            Err(slip) => {
                let (before, rest) = formula.split_at_checked(slip).unwrap_or((formula, ""));
                let place = if rest.is_empty() { "at its end".to_owned() } else { format!("after \"{before}\", at \"{rest}\"") };
                let message = format!("not a formula such as \"seats * 49\": something else was expected {place}");
                problems.push(Problem::error(path, message));
                return;
            }
        };
        let before: Vec<&str> = placed_fields(self.form, self.path).take(index).map(|(_, field)| field.name.as_str()).collect();
        for name in read.iter().filter(|name| !before.contains(&name.as_str())) {
            let message = format!("no field \"{name}\" is asked before{}", hint(name, before.iter().copied()));
            problems.push(Problem::error(path, message).resting_on(["forms.*.steps[*].fields[*].name"]));
        }
    }

    /// A condition reads only answers to what stands before it, the first `asked` fields of this form.
    fn check_condition(&self, condition: Option<&Condition>, path: &str, asked: usize, problems: &mut Vec<Problem>) {
        let Some(condition) = condition else { return };
        self.conditions.check(Some(condition), path, Position::Routes, problems);
        let later: Vec<&str> = placed_fields(self.form, self.path).skip(asked).map(|(_, field)| field.name.as_str()).collect();
        for fact in condition.fact_names() {
            if let Some(name) = fact.strip_prefix("field.").filter(|name| later.contains(name)) {
                problems.push(Problem::error(path, format!("\"{name}\" is asked only here or later and cannot be read yet")));
            }
        }
    }

    fn check_partial(&self, campaign: &Campaign, problems: &mut Vec<Problem>) {
        let Some(partial) = &self.form.partial else { return };
        let path = format!("{}.partial", self.path);
        let (after, steps) = (partial.after_step as usize, self.form.steps.len());
        if after == 0 || after > steps {
            problems.push(Problem::error(format!("{path}.after_step"), format!("the form has {steps} steps, counted from 1")));
        } else if after == steps {
            problems.push(Problem::warning(
                format!("{path}.after_step"),
                "the last step is followed by the lead itself: nothing is sent before",
            ));
        }
        let purposes: Vec<&str> = self.form.consent.iter().map(|item| item.purpose.as_str()).collect();
        if !purposes.contains(&partial.needs.as_str()) {
            let message = format!("this form does not ask for \"{}\"{}", partial.needs, hint(&partial.needs, purposes));
            problems.push(Problem::error(format!("{path}.needs"), message));
        } else if !self.asks_for(&partial.needs, after) {
            let cure = format!("{{ \"kind\": \"consent\", \"purpose\": \"{}\" }}", partial.needs);
            let message =
                format!("\"{}\" is asked for only after step {after}: nothing is sent; place it in that step with {cure}", partial.needs);
            problems.push(Problem::warning(format!("{path}.needs"), message));
        }
        if !campaign.destinations.iter().any(|destination| destination.sends.iter().any(|kind| kind == PARTIAL)) {
            problems.push(Problem::warning(path, format!("no destination takes these messages; list \"{PARTIAL}\" in its `sends`")));
        }
    }

    /// Whether a field of the first steps places a consent item.
    fn asks_for(&self, purpose: &str, steps: usize) -> bool {
        let fields = self.form.steps.iter().take(steps).flat_map(|step| &step.fields);
        fields.into_iter().any(|field| field.kind == FieldKind::Consent && field.purpose.as_deref() == Some(purpose))
    }
}
