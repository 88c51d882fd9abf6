//! The foot of a page: who answers for the visitor's data, and how to reach them.

use leptos::prelude::*;

use super::reader::Reader;
use crate::campaign::written::{Controller, Site};

pub fn footer(site: &Site, reader: &Reader) -> impl IntoView + use<> {
    let controller = site.controller.as_ref().map(|controller| controller_details(controller, reader));
    view! { <footer class="lw-footer">{controller}</footer> }
}

fn controller_details(controller: &Controller, reader: &Reader) -> impl IntoView + use<> {
    let address = Some(reader.read(&controller.address)).filter(|address| !address.is_empty());
    view! {
        <address class="lw-address">
            <strong>{reader.read(&controller.name)}</strong>
            {address.map(|address| view! { <span>{address}</span> })}
            <a href={format!("mailto:{}", controller.email)}>{controller.email.clone()}</a>
        </address>
        <a href={controller.privacy_url.clone()}>{reader.texts.privacy.to_string()}</a>
    }
}
