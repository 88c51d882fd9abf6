//! The campaigns that `leadwell new` writes are embedded as a folder, and no compiler watches a folder by itself.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=campaigns");
}
