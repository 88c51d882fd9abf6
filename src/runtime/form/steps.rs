//! Steps and questions as they come: shows those of the course and hides the others, and puts answers into later texts.

use std::rc::Rc;

use super::{Live, focus, judged, set_flag, set_hidden};
use crate::browser::{controls, events, javascript, json as js};
use crate::campaign::written::FieldKind;
use crate::digits::digits;
use crate::form::Course;
use crate::object;
use crate::texts::filled;
use crate::value::Named;

const FIELD: &str = "data-lw-field";
const TOKEN: &str = "data-lw-token";
const FALLBACK: &str = "data-lw-fallback";
/// What `settle` leaves alone.
const DONE: &str = "data-lw-done";

impl Live {
    /// Shows the form as its answers make it.
    pub(super) fn turn(&self) {
        let Some(course) = self.course() else { return };
        // A step that no longer comes is left for the one before it.
        let here = self.step.get();
        let step = course.path.iter().rev().find(|step| **step <= here).or(course.path.first()).copied().unwrap_or_default();
        self.step.set(step);
        self.show_steps(&course, step);
        self.show_fields(&course);
        self.fill_tokens(&course);
    }

    fn show_steps(&self, course: &Course, step: usize) {
        let is_last = course.path.last().is_none_or(|last| *last == step);
        let show = |selector: &str, shown: bool| {
            for element in controls::elements(&self.element, selector) {
                set_hidden(&element, !shown);
            }
        };
        if course.form.steps.len() < 2 {
            return;
        }
        for (index, drawn) in controls::elements(&self.element, "[data-lw-step]").iter().enumerate() {
            set_hidden(drawn, index != step);
            if index == step
                && let Some(words) = drawn.get_attribute("data-lw-next")
                && let Ok(Some(button)) = self.element.query_selector("[data-lw-go-on]")
            {
                button.set_text_content(Some(&words));
            }
        }
        show("[data-lw-last], [data-lw-submit]", is_last);
        show("[data-lw-go-on]", !is_last);
        show("[data-lw-back]", course.path.first() != Some(&step));
        show("[data-lw-progress]", true);
        let (at, of) = (self.place(course), course.path.len() as u64);
        let words = filled(&filled(&self.engine.texts.step_of, "step", &digits(at)), "steps", &digits(of));
        if let Ok(Some(place)) = self.element.query_selector("[data-lw-step-of]")
            && place.text_content().as_deref() != Some(words.as_str())
        {
            place.set_text_content(Some(&words));
        }
        if let Ok(Some(bar)) = self.element.query_selector("progress") {
            let _ = bar.set_attribute("value", &digits(at));
            let _ = bar.set_attribute("max", &digits(of));
        }
    }

    /// Which step of its way the visitor is on, from 1.
    fn place(&self, course: &Course) -> u64 {
        course.path.iter().take_while(|step| **step <= self.step.get()).count() as u64
    }

    pub(super) fn step_number(&self) -> u64 {
        self.course().map_or(1, |course| self.place(&course))
    }

    fn show_fields(&self, course: &Course) {
        if !Course::may_turn(course.form) {
            return;
        }
        for field in controls::elements(&self.element, "[data-lw-field]") {
            let name = field.get_attribute(FIELD).unwrap_or_default();
            let asked = course.asked.iter().find(|asked| asked.field.name == name);
            if field.has_attribute("data-lw-when") {
                set_hidden(&field, asked.is_none());
            }
            let Some(asked) = asked.filter(|asked| asked.field.required_when.is_some() || asked.field.when.is_some()) else { continue };
            for optional in controls::elements(&field, ".lw-optional") {
                set_hidden(&optional, asked.required);
            }
            for control in controls::elements(&field, "input:not([type=checkbox]), select, textarea") {
                set_flag(&control, "required", asked.required);
            }
        }
    }

    /// Puts answers into the texts of the form and of what follows it.
    fn fill_tokens(&self, course: &Course) {
        let after = self.element.next_element_sibling();
        for root in [Some(&self.element), after.as_ref()].into_iter().flatten() {
            for token in controls::elements(root, "[data-lw-token]") {
                let name = token.get_attribute(TOKEN).unwrap_or_default();
                let fallback = token.get_attribute(FALLBACK).unwrap_or_else(|| {
                    let words = token.text_content().unwrap_or_default();
                    let _ = token.set_attribute(FALLBACK, &words);
                    let _ = token.set_attribute(DONE, "");
                    words
                });
                let said = self.said(course, &name).filter(|said| !said.is_empty()).unwrap_or(fallback);
                if token.text_content().as_ref() != Some(&said) {
                    token.set_text_content(Some(&said));
                }
            }
        }
    }

    /// A fact as the visitor reads it: numbers in their own way of writing.
    fn said(&self, course: &Course, fact: &str) -> Option<String> {
        let engine = &self.engine;
        let said = course.said(fact, &engine.locale, &engine.campaign.default_locale)?;
        let field = fact.strip_prefix("field.").and_then(|name| course.form.field(name));
        let is_number = field.is_some_and(|field| field.kind == FieldKind::Number || field.calculate.is_some());
        Some(if is_number { javascript::localized(&said, &engine.locale) } else { said })
    }

    /// To the next step, if this one is in order.
    pub(super) fn go_on(self: &Rc<Self>) {
        *self.facts.borrow_mut() = self.engine.verdict().facts;
        let Some((course, faults)) = self.course().map(judged) else { return };
        let here = self.step.get();
        let of_this_step = |field: &str| course.asked.iter().any(|asked| asked.field.name == field && asked.step <= here);
        let faults: Vec<_> = faults.into_iter().filter(|fault| of_this_step(&fault.field)).collect();
        if !faults.is_empty() {
            self.refuse(&course, &faults);
            return;
        }
        self.tell_in_part(&course, here);
        let next = course.path.iter().copied().find(|step| *step > here);
        if let Some(next) = next {
            self.go_to(next);
        }
    }

    pub(super) fn go_back(&self) {
        let before = self.course().and_then(|course| course.path.iter().copied().filter(|step| *step < self.step.get()).last());
        if let Some(before) = before {
            self.go_to(before);
        }
    }

    fn go_to(&self, step: usize) {
        self.step.set(step);
        self.show_errors(Named::new());
        self.turn();
        self.keep();
        let number = self.step_number();
        self.engine.happened("form_step", object! { "form" => self.id, "step" => number });
        events::tell("form-step", js::to_js(&object! { "form" => self.id, "step" => number }));
        // Its group is read out with its title, and Tab goes on from there.
        controls::elements(&self.element, "[data-lw-step]").get(step).into_iter().for_each(focus);
    }
}
