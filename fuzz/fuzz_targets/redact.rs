#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| ghost_fuzz::redact::check(bytes));
