//! Whether a captcha's vendor vouches for the one who filled a form in. A token in a message proves nothing until then.
//!
//! Turnstile and hCaptcha are asked over the network, each token once; ALTCHA's proofs are worked out here. What is asked over the network
//! is said as a request, and what an answer means; sending is somebody else's.

use base64::Engine as _;
use hmac::{Hmac, Mac};
use serde::Deserialize;
use serde_json::Value as Json;
use sha2::{Digest, Sha256};

use crate::value::Value;

/// What tokens are verified with, by vendor. A text, or an object with the vendor's own address for trying out.
#[derive(Clone, Debug, Default, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Keys {
    /// The secret key of the widget.
    #[serde(default)]
    turnstile: Option<Key>,
    /// The secret of the account.
    #[serde(default)]
    hcaptcha: Option<Key>,
    /// The key that challenges are signed with.
    #[serde(default)]
    altcha: Option<Key>,
}

#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(untagged)]
enum Key {
    Secret(String),
    At { secret: String, url: String },
}

impl Key {
    fn secret(&self) -> &str {
        match self {
            Self::Secret(secret) | Self::At { secret, .. } => secret,
        }
    }

    fn url<'a>(&'a self, own: &'a str) -> &'a str {
        match self {
            Self::At { url, .. } => url,
            Self::Secret(_) => own,
        }
    }
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verified {
    Passed,
    Failed,
    /// The form asks for one, and the message carries none.
    Missing,
    /// The vendor could not be asked for as long as a token is worth something.
    Unchecked,
}

impl Verified {
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Missing => "missing",
            Self::Unchecked => "unchecked",
        }
    }

    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        [Self::Passed, Self::Failed, Self::Missing, Self::Unchecked].into_iter().find(|verified| verified.word() == word)
    }

    /// Whether it speaks for a program.
    #[must_use]
    pub fn is_suspicious(self) -> bool {
        matches!(self, Self::Failed | Self::Missing)
    }
}

/// A token that a message carries, with the key it is verified by.
#[derive(Debug)]
pub struct Proof<'a> {
    vendor: Vendor,
    key: &'a Key,
    pub token: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Vendor {
    Turnstile,
    Hcaptcha,
    Altcha,
}

const FIELDS: [(&str, Vendor); 3] =
    [("cf-turnstile-response", Vendor::Turnstile), ("h-captcha-response", Vendor::Hcaptcha), ("altcha", Vendor::Altcha)];
/// Of vendors whose tokens are not verified here.
const MORE_FIELDS: [&str; 2] = ["g-recaptcha-response", "frc-captcha-response"];

/// Whether an answer is a captcha's token.
#[must_use]
pub fn is_token(name: &str) -> bool {
    FIELDS.iter().any(|(field, _)| *field == name) || MORE_FIELDS.contains(&name)
}

/// The token of a message that there is a key for.
#[must_use]
pub fn proof_in<'a>(message: &Value, keys: &'a Keys) -> Option<Proof<'a>> {
    FIELDS.iter().find_map(|(field, vendor)| {
        let token = message.get("fields")?.get(field)?.as_str()?.to_owned();
        Some(Proof { vendor: *vendor, key: keys.of(*vendor)?, token })
    })
}

impl Keys {
    fn of(&self, vendor: Vendor) -> Option<&Key> {
        match vendor {
            Vendor::Turnstile => self.turnstile.as_ref(),
            Vendor::Hcaptcha => self.hcaptcha.as_ref(),
            Vendor::Altcha => self.altcha.as_ref(),
        }
    }

    /// Whether there is a key for a vendor, by the name that forms have it under.
    #[must_use]
    pub fn knows(&self, kind: &str) -> bool {
        match kind {
            "turnstile" => self.turnstile.is_some(),
            "hcaptcha" => self.hcaptcha.is_some(),
            "altcha" => self.altcha.is_some(),
            _ => false,
        }
    }
}

impl Proof<'_> {
    /// By which a token that comes twice is known.
    #[must_use]
    pub fn mark(&self) -> String {
        hex(&Sha256::digest(&self.token))
    }

    /// The address to ask and the form to post there; nothing where it is worked out here.
    #[must_use]
    pub fn question(&self) -> Option<(String, [(&'static str, String); 2])> {
        let own = match self.vendor {
            Vendor::Turnstile => "https://challenges.cloudflare.com/turnstile/v0/siteverify",
            Vendor::Hcaptcha => "https://api.hcaptcha.com/siteverify",
            Vendor::Altcha => return None,
        };
        Some((self.key.url(own).to_owned(), [("secret", self.key.secret().to_owned()), ("response", self.token.clone())]))
    }

    /// What the vendor's answer means; nothing where it says nothing of the token, so that it is to be asked again. A token lives for some
    /// minutes: that of a lead that `is_late` may have ended on its way, which is nobody's fault.
    #[must_use]
    pub fn answered(&self, status: u16, body: &Value, is_late: bool) -> Option<Verified> {
        /// Of our key or of the vendor, not of the visitor.
        const NOT_THEIRS: [&str; 4] = ["missing-input-secret", "invalid-input-secret", "internal-error", "sitekey-secret-mismatch"];
        const ENDED: [&str; 2] = ["timeout-or-duplicate", "expired-input-response"];
        let codes = body.get("error-codes").and_then(Value::as_array);
        let says = |some: &[&str]| codes.into_iter().flatten().any(|code| code.as_str().is_some_and(|code| some.contains(&code)));
        match body.get("success").and_then(Value::as_bool) {
            Some(true) if status == 200 => Some(Verified::Passed),
            Some(false) if status >= 500 || says(&NOT_THEIRS) => None,
            Some(false) if is_late && says(&ENDED) => Some(Verified::Unchecked),
            Some(false) => Some(Verified::Failed),
            _ => None,
        }
    }

    /// Whether ALTCHA's proof holds at this moment (seconds since 1970): its work was done, on a challenge that this key has signed and that
    /// has not ended, but for a lead that `is_late`.
    #[must_use]
    pub fn holds(&self, now: i64, is_late: bool) -> Verified {
        let read = base64::engine::general_purpose::STANDARD.decode(&self.token).ok();
        let payload: Json = read.and_then(|text| serde_json::from_slice(&text).ok()).unwrap_or_default();
        let key = self.key.secret();
        let (is_good, has_ended) = if payload.get("solution").is_some() { read_v2(&payload, key) } else { read_v1(&payload, key, now) };
        match (is_good, has_ended) {
            (true, false) => Verified::Passed,
            (true, true) if is_late => Verified::Unchecked,
            _ => Verified::Failed,
        }
    }
}

/// Version 2 of the protocol, by its authors' own library: whether it is solved and signed, and whether it has ended.
fn read_v2(payload: &Json, key: &str) -> (bool, bool) {
    let Ok(altcha::Payload { challenge, solution }) = serde_json::from_value(payload.clone()) else { return (false, false) };
    let result = altcha::verify_solution(altcha::VerifySolutionOptions::new(&challenge, &solution, key));
    result.map_or((false, false), |result| (result.verified || result.expired, result.expired))
}

/// Version 1: the hash of salt and number is the challenge, which the key has signed; the salt may say when it ends.
fn read_v1(payload: &Json, key: &str, now: i64) -> (bool, bool) {
    let text = |name: &str| payload.get(name).and_then(Json::as_str).unwrap_or_default();
    let (salt, challenge) = (text("salt"), text("challenge"));
    let number = payload.get("number").and_then(Json::as_u64).filter(|_| text("algorithm").eq_ignore_ascii_case("SHA-256"));
    let Some((number, mut signed)) = number.zip(Hmac::<Sha256>::new_from_slice(key.as_bytes()).ok()) else { return (false, false) };
    signed.update(challenge.as_bytes());
    let is_good = hex(&Sha256::digest(format!("{salt}{number}"))) == challenge && signed.verify_slice(&unhex(text("signature"))).is_ok();
    let query = salt.split_once('?').map_or("", |(_, query)| query);
    let ends = url::form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "expires");
    (is_good, ends.is_some_and(|(_, at)| at.parse::<i64>().is_ok_and(|at| at < now)))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Vec<u8> {
    let pair = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    text.as_bytes().chunks(2).map_while(pair).collect()
}
