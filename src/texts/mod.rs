//! The interface's own words: what forms and pages say besides the campaign's texts.
//!
//! Pages and forms carry their words in the markup; only the single-page app, which draws in the browser, asks for a language's file.
//! English is compiled in, so that no request can leave it speechless. A campaign may replace any of them. A `{name}` in a text is replaced by `filled`.

#[cfg(any(feature = "native", feature = "csr"))]
mod languages;

use crate::search::split_once;
use crate::value::{Named, Read, Reading, Value};

#[cfg(any(feature = "native", feature = "csr"))]
pub use languages::has_file;
#[cfg(feature = "native")]
pub use languages::{by_key, for_locale, of_pages, placeholders, words};

macro_rules! texts {
    ($(#[$about:meta])* $type:ident { $($(#[$doc:meta])* $name:ident: $english:literal,)* }) => {
        $(#[$about])*
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        pub struct $type(Named<String>);

        impl $type {
            $($(#[$doc])* #[must_use] pub fn $name(&self) -> &str { self.word(stringify!($name), $english) })*
        }

        /// Every text by its key, in English.
        #[cfg(feature = "native")]
        const ENGLISH: &[(&str, &str)] = &[$((stringify!($name), $english)),*];
    };
}

impl Texts {
    #[inline(never)]
    fn word<'a>(&'a self, key: &str, english: &'a str) -> &'a str {
        self.0.get(key).map_or(english, String::as_str)
    }
}

/// A file may hold more words than these, or fewer: what is missing is English.
impl Read for Texts {
    fn read(value: &Value, reading: &mut Reading) -> Self {
        Self(Named::read(value, reading))
    }
}

texts! {
    /// What pages and forms say.
    Texts {
        error_required: "Please fill in this field.",
        error_choice: "Please choose one.",
        error_consent: "Please tick this box to go on.",
        error_email: "Please enter an e-mail address such as name@example.com.",
        error_tel: "Please enter a telephone number with at least 5 digits.",
        error_url: "Please enter a web address such as https://example.com.",
        error_too_long: "Please use at most {most} characters.",
        error_too_short: "Please use at least {least} characters.",
        error_business: "Please use the e-mail address of your company.",
        error_number: "Please enter a number.",
        error_date: "Please enter a date such as 2026-12-31.",
        error_time: "Please enter a time such as 14:30.",
        error_pattern: "Please use the requested format.",
        /// For numbers, dates and times alike.
        error_below: "The least possible is {least}.",
        error_above: "The most possible is {most}.",
        error_too_few: "Please choose at least {least}.",
        error_too_many: "Please choose at most {most}.",
        /// Above the list of answers that cannot be accepted.
        check_answers: "Please check these answers:",
        /// Which of how many steps of a form is shown.
        step_of: "Step {step} of {steps}",
        sending: "Sending…",
        /// Shown when nothing else is said after submitting.
        thanks: "Thank you. We have received your details.",
        /// The lead waits in the browser.
        saved: "Thank you. Your details are saved on this device and will be sent as soon as a connection is back.",
        /// Neither stored nor sent; everything typed is still there.
        not_sent: "This could not be sent. Nothing you typed is lost: please try again.",
        /// On the page that a form posted without scripts ends on.
        received: "Thank you. We have received your details.",
        skip_to_content: "Skip to content",
        languages: "Languages",
        /// Beside the label of a field that may stay empty.
        optional: "optional",
        /// Before the words of a consent without which a form is not sent.
        required: "required",
        /// The first option of a select without a default.
        choose: "Please choose",
        consent: "Consent",
        items: "What we collect",
        use_of_items: "What for",
        keep: "How long we keep it",
        refusal: "If you decline",
        /// Under the button; `{controller}` is who answers for the data, the link's own words follow.
        controller: "{controller} is responsible for your data.",
        privacy: "Privacy notice",
        back_to_page: "Back to the page",
        back_to_start: "To the start page",
        not_found: "This page does not exist.",
        /// In the single-page app, when there is no campaign to show.
        not_available: "This page is not available at the moment.",
        /// The names of the months as they stand in a date, from January on.
        months: "January|February|March|April|May|June|July|August|September|October|November|December",
        date: "{day} {month} {year}",
        /// The two sides of the switch above prices.
        monthly: "Monthly",
        yearly: "Yearly",
        /// What that switch is about.
        billing: "Billing period",
        /// A tick and a cross in a comparison, for who does not see them.
        included: "Yes",
        not_included: "No",
        play: "Play video: {title}",
        /// Beside a video of another site, before anything of it is loaded.
        video_notice: "Playing loads the video from {host}, which may set cookies.",
        /// Under the figures of a countdown, short.
        days: "days",
        hours: "hours",
        minutes: "min",
        seconds: "sec",
        /// What the countdown is.
        time_left: "Time left",
        /// About the times of an agenda: in the reader's time zone, or in the event's.
        your_time: "Times are shown in your time zone ({zone}).",
        site_time: "Times in {zone}.",
        /// Takes a banner away.
        close: "Close",
        /// What the links of the header are.
        main_navigation: "Main",
        /// Opens what is said in a video.
        transcript: "Transcript",
        /// The link to a file that the form was filled in for.
        download: "Download",
        /// The link to a calendar file, after a date was chosen.
        add_to_calendar: "Add to calendar",
        /// The links to calendars on the web, by name.
        add_to: "Add to {calendar}",
        /// The link to a booking page.
        choose_time: "Choose a time",
        /// The buttons between the steps of a form.
        next: "Next",
        back: "Back",
        /// Before an address that was probably meant.
        did_you_mean: "Did you mean",
        /// The parts of an address.
        street: "Street and number",
        line2: "Flat, floor or building",
        postal_code: "Postal code",
        city: "City",
        region: "State or region",
        country: "Country",
        /// One value of a rating, for who does not see the stars.
        value_of: "{value} of {most}",
        /// The ends of a scale from 0 to 10.
        not_likely: "Not at all likely",
        very_likely: "Extremely likely",
        /// Notices of a consent: how somebody may be reached, and by whom else the data is received.
        channels: "How we may reach you",
        email: "E-mail",
        sms: "Text message",
        phone: "Phone",
        kakao: "KakaoTalk",
        post: "Post",
        night: "also at night, from 21:00 to 8:00",
        recipients: "Who else receives it",
        min_age: "I am at least {age} years old.",
        /// The field that people never see.
        leave_empty: "Leave this field empty",
        /// The file with what was agreed to.
        keep_receipt: "Keep a copy of what you agreed to",
        receipt: "What you agreed to",
        withdraw: "You can withdraw this at any time: write to {contact}.",
        agreed: "Agreed",
        agreed_pending: "Agreed, to be confirmed by e-mail",
        not_agreed: "Not agreed",
        receipt_text: "Text",
        receipt_state: "Your choice",
        receipt_time: "Time",
        receipt_hash: "Fingerprint of the text (SHA-256)",
        receipt_receivers: "Sent to",
        receipt_campaign: "Campaign",
        /// What a visitor is told of themselves: where nothing is kept before they agree, and where scripts are off.
        asked_first: "Nothing about your visits is kept before you agree to it.",
        without_scripts: "While scripts are switched off, this page counts nothing and keeps nothing in your browser.",
        /// What the page's script says there.
        known_here: "In this browser",
        known_until: "You are remembered in this browser until {date}. Each visit extends that.",
        known_memory: "Known on this page only, and gone when you leave it.",
        known_nothing: "Nothing is remembered of you.",
        known_unavailable: "The program that counts could not start, so nothing is counted on this visit.",
        known_choices: "What you allow",
        known_personalization: "Remember this browser",
        known_personalization_text: "Visits and answers are kept here, in your browser, so that the page can fit you. Switched off, they are erased.",
        known_analytics: "Statistics",
        known_analytics_text: "Your visits may count in statistics on how this site is used.",
        known_advertising: "Advertising",
        known_advertising_text: "Advertising services may recognise you, and a form you send may carry the ids they gave you.",
        known_saved: "Saved.",
        /// A switch went back by itself.
        known_refused: "Your browser or this site’s cookie settings say no, and a no counts.",
        known_title: "What is known",
        known_since: "Known since",
        known_visits: "Visits",
        known_pages: "Pages opened",
        known_time: "Time on these pages",
        /// Where somebody came from, and the ways there are.
        known_first: "First came from",
        known_last: "Last came from",
        known_campaign: "campaign “{name}”",
        known_direct: "Directly, by address or bookmark",
        known_search: "A search engine",
        known_ad: "An advertisement",
        known_social: "A social network",
        known_video: "A video site",
        known_assistant: "An AI assistant",
        known_email: "An e-mail",
        known_link: "A link",
        /// Beside what the page told of its user.
        known_account: "From your account on this site",
        known_score: "What it is used for",
        known_score_text: "Points sum up how interested you seem and how well the offer fits. They may decide what this page shows you, and may go along with a form you send.",
        known_no_points: "No points so far.",
        known_reason: "Reason",
        known_times: "How often",
        known_points: "Points",
        /// The row of an explanation where a bound cut.
        known_limit: "Limit",
        known_stage: "Stage",
        known_level: "Level",
        known_tags: "Labels",
        known_answers: "What you answered",
        known_drafts: "Begun, not sent yet",
        known_agreed: "What you agreed to",
        known_agreed_text: "You can take each of these back. It is noted here and told to those who received your form, where they take such messages.",
        known_take_back: "Take back",
        known_taken_back: "Taken back.",
        known_sent: "Sent from this browser",
        known_waiting: "On the way",
        known_waiting_text: "Not delivered yet. It goes out all the same, since you sent it.",
        known_erase_title: "Erase or take along",
        known_erase_text: "Erasing removes all that this browser remembers of you here, unfinished forms too, and switches remembering off.",
        known_reach: "It does not reach what you already sent with a form, nor other sites.",
        /// Below what the erase button cannot reach.
        known_write: "To have that erased as well, write to {contact}.",
        known_erase: "Erase everything here",
        known_sure: "Erase it all? There is no way back.",
        known_yes: "Yes, erase",
        known_no: "Keep it",
        known_erased: "Erased. All that is left is your choice not to be remembered.",
        /// `{names}` are ids of campaigns.
        known_others: "Other campaigns on this site keep a record of their own: {names}.",
        known_download: "Download what is kept",
        /// Popups. Beside a code, and after it was copied.
        popup_copy: "Copy",
        popup_copied: "Copied",
        popup_coupon: "Your code",
        /// What this browser may keep: the buttons, and what is asked where the campaign has no words of its own for it.
        popup_accept: "Accept all",
        popup_reject: "Reject all",
        popup_choose: "Let me choose",
        popup_save: "Save my choice",
        popup_consent_title: "Cookies and privacy",
        popup_consent_text: "This site would like to remember your visits in this browser. You decide what for, and can change your mind at any time.",
        popup_privacy_title: "Your privacy",
    }
}

/// Replaces `{name}` in a text.
#[must_use]
pub fn filled(text: &str, name: &str, value: &str) -> String {
    match split_once(text, &["{", name, "}"].concat()) {
        Some((before, after)) => [before, value, &filled(after, name, value)].concat(),
        None => text.to_owned(),
    }
}
