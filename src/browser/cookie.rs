//! One first-party cookie under a parent domain, for campaigns whose subdomains share visitors. Small, sent with every request to the
//! site's own servers, and refused by browsers for domains the page does not belong to: every answer here may be "no".

use js_sys::{Reflect, decode_uri_component};
use wasm_bindgen::JsValue;

use super::page;
use crate::digits::digits;
use crate::search::{cut, parts};
use crate::value::Named;

/// Letters that JSON needs and cookies must not hold, with others that are rare in JSON and take their place.
const SWAPPED: [(char, char); 2] = [('"', '\''), (',', '!')];

/// The cookies by which advertising tools know a visitor, by the name that messages give each.
const IDS: [(&str, &str); 4] = [("ga_client", "_ga"), ("fbp", "_fbp"), ("fbc", "_fbc"), ("hutk", "hubspotutk")];

#[must_use]
pub fn read(name: &str) -> Option<String> {
    let text = decode_uri_component(&raw(name)?).ok()?.as_string()?;
    Some(text.chars().map(swapped).collect())
}

/// What advertising tools on this page call the visitor.
#[must_use]
pub fn ids() -> Named<String> {
    let mut ids = Named::new();
    for (name, cookie) in IDS {
        if let Some(value) = raw(cookie) {
            // `GA1.1.1234.5678` is the client `1234.5678`.
            let mut client = value.as_str();
            for _ in 0..2 {
                client = cut(client, '.').map_or(client, |(_, rest)| rest);
            }
            ids.insert(name, if cookie == "_ga" { client.to_owned() } else { value });
        }
    }
    ids
}

fn raw(name: &str) -> Option<String> {
    for cookie in parts(&page::text_at("document.cookie"), ';') {
        if let Some((known, value)) = cut(cookie.trim_ascii(), '=')
            && known == name
        {
            return Some(value.to_owned());
        }
    }
    None
}

/// Writes and reads back. Tells whether the value is there now.
#[must_use]
pub fn write(name: &str, value: &str, domain: &str, days: u32) -> bool {
    set(name, &encoded(value), domain, u64::from(days).saturating_mul(86_400));
    read(name).as_deref() == Some(value)
}

/// The bytes that a text takes in a cookie.
#[must_use]
pub fn size(text: &str) -> usize {
    encoded(text).len()
}

pub fn remove(name: &str, domain: &str) {
    set(name, "", domain, 0);
}

fn set(name: &str, value: &str, domain: &str, seconds: u64) {
    // A cookie marked so is refused on this machine's own addresses.
    let secure = if page::text_at("location.protocol") == "https:" { "; Secure" } else { "" };
    let cookie = [name, "=", value, "; Domain=", domain, "; Path=/; SameSite=Lax; Max-Age=", &digits(seconds), secure].concat();
    let _ = Reflect::set(&page::at("document"), &"cookie".into(), &JsValue::from_str(&cookie));
}

fn swapped(letter: char) -> char {
    for (one, other) in SWAPPED {
        if letter == one {
            return other;
        }
        if letter == other {
            return one;
        }
    }
    letter
}

/// Only what RFC 6265 lets a cookie hold: everything else byte by byte as `%XX`.
fn encoded(text: &str) -> String {
    const DIGITS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'];
    let mut encoded = String::new();
    for letter in text.chars() {
        let letter = swapped(letter);
        if letter.is_ascii_graphic() && !matches!(letter, '"' | ',' | ';' | '\\' | '%') {
            encoded.push(letter);
            continue;
        }
        for byte in letter.encode_utf8(&mut [0; 4]).bytes() {
            encoded.push('%');
            for half in [byte >> 4, byte & 15] {
                encoded.extend(DIGITS.get(usize::from(half)));
            }
        }
    }
    encoded
}
