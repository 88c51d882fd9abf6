//! Answers that outlive the page until the form is sent, where the visitor agreed to personalization; and answers from outside.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use super::{Live, Phase};
use crate::browser::controls::{self, Control};
use crate::browser::storage::{self, Key};
use crate::browser::{clock, javascript, json as js};
use crate::campaign::written::FieldKind;
use crate::form::prefilled;
use crate::time::{SECONDS_PER_DAY, Timestamp};
use crate::value::{Named, Object, Value};
use crate::visitor::consent::PERSONALIZATION;

/// Not at every key.
const PAUSE_MS: f64 = 400.0;

/// A form half filled in, as the browser keeps it.
#[derive(Default)]
struct Draft {
    at: Timestamp,
    step: u32,
    fields: Object,
}

crate::readable_and_writable!(Draft { at, step, fields });

impl Live {
    fn key(&self) -> Key<'_> {
        Key::Draft { campaign: &self.engine.campaign.id, form: &self.id }
    }

    fn may_keep(&self) -> bool {
        self.form().is_some_and(|form| form.resume) && self.engine.granted(PERSONALIZATION)
    }

    pub(super) fn keep_soon(self: &Rc<Self>) {
        if self.timer.get().is_some() || !self.may_keep() {
            return;
        }
        let live = self.clone();
        let keep = Closure::once_into_js(move || {
            live.timer.set(None);
            live.keep();
        });
        self.timer.set(clock::call_after(PAUSE_MS, keep.unchecked_ref()));
    }

    pub(super) fn keep(&self) {
        if !self.may_keep() || self.phase.get() == Phase::Done {
            return;
        }
        let mut fields = self.answers().fields;
        fields.retain(|name, _| self.form().and_then(|form| form.field(name)).is_some_and(|field| field.kind != FieldKind::Hidden));
        let draft = Draft { at: Timestamp::from_millis(clock::now_ms()), step: self.step.get() as u32, fields };
        let _ = js::to_text(&draft).is_some_and(|text| storage::write(self.key(), &text));
    }

    /// Brings back what was typed on an earlier visit to this form; consent is asked for anew.
    pub(super) fn restore(&self) {
        if !self.may_keep() {
            return;
        }
        let draft = storage::read(self.key()).and_then(|text| js::from_text::<Draft>(&text).ok());
        let now = Timestamp::from_millis(clock::now_ms());
        let keep = i64::from(self.engine.campaign.storage.keep_days) * SECONDS_PER_DAY;
        if let Some(draft) = draft.filter(|draft| now.0.saturating_sub(draft.at.0) <= keep) {
            self.fill(&draft.fields);
            self.step.set(draft.step as usize);
        }
    }

    pub(super) fn forget(&self) {
        storage::remove(self.key());
    }

    /// Fills in what the page's address and the page itself say, where the author allows it.
    pub(super) fn prefill(&self) {
        let Some(form) = self.form() else { return };
        let user = self.engine.user();
        let texts = user.iter().filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())));
        let mut given: Named<String> = texts.collect();
        given.extend(self.engine.prefill.clone());
        self.fill(&prefilled(form, &given, javascript::ENGINE));
    }

    fn fill(&self, answers: &Object) {
        for (name, answer) in answers.iter().filter(|(name, _)| !self.touched.borrow().contains(name)) {
            let values = match answer {
                Value::Array(list) => list.as_slice(),
                one => std::slice::from_ref(one),
            };
            for value in values.iter().filter_map(Value::as_str) {
                let control = Control { name: name.clone(), value: value.to_owned(), ticked: true };
                controls::fill_if_untouched(&self.element, &control);
            }
        }
    }
}
