//! The built-in pictures: drawn for Leadwell on a 24 px grid, one stroke each, decoration only.

use leptos::prelude::*;

use crate::campaign::written::Icon;

pub fn icon(icon: Icon) -> impl IntoView + use<> {
    view! {
        <svg class="lw-icon" viewBox="0 0 24 24" aria-hidden="true">
            <path d={outline(icon)} />
        </svg>
    }
}

fn outline(icon: Icon) -> &'static str {
    match icon {
        Icon::Calendar => {
            "M5 5.5h14A1.5 1.5 0 0 1 20.5 7v11.5A1.5 1.5 0 0 1 19 20H5a1.5 1.5 0 0 1-1.5-1.5V7A1.5 1.5 0 0 1 5 5.5ZM3.5 10h17M8 3.5v4M16 3.5v4M8 15l2.5 2 4.5-4"
        }
        Icon::Chart => "M4 4v14.5A1.5 1.5 0 0 0 5.5 20H20M8.5 16v-3.5M13 16V7M17.5 16v-6",
        Icon::Check => "m5 12.5 4.5 4.5L19 7.5",
        Icon::Clock => "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17ZM12 7.5V12l3 2",
        Icon::Lock => {
            "M6.5 10.5h11A1.5 1.5 0 0 1 19 12v6.5a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 5 18.5V12a1.5 1.5 0 0 1 1.5-1.5ZM8 10.5V8a4 4 0 0 1 8 0v2.5M12 14v2.5"
        }
        Icon::Message => {
            "M5.5 4.5h13A1.5 1.5 0 0 1 20 6v9a1.5 1.5 0 0 1-1.5 1.5H12L7.5 20v-3.5h-2A1.5 1.5 0 0 1 4 15V6a1.5 1.5 0 0 1 1.5-1.5ZM8 9h8M8 12h5"
        }
        Icon::People => {
            "M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.5 19.5c.5-3.5 3-5 6.5-5s6 1.5 6.5 5M15.5 4.8a3.5 3.5 0 0 1 0 6.4M18 14.8c2 .7 3.2 2.2 3.5 4.7"
        }
        Icon::Spark => "M12 3.5c.6 5 3.4 7.9 8.5 8.5-5.1.6-7.9 3.5-8.5 8.5-.6-5-3.4-7.9-8.5-8.5 5.1-.6 7.9-3.5 8.5-8.5Z",
    }
}
