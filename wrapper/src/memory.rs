//! The allocator: the first few kilobytes come from a place inside the program, everything else from the C library.
//!
//! Running a command that works takes no more than that, so that the C library never sets its heap up: with musl that is
//! six system calls and four page faults, a tenth of what ghost costs such a command. With glibc it is next to nothing.
//! It is the same for both, so that all tests are tests of it.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::UnsafeCell;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What the way of a command that works needs, and some more.
const SIZE: usize = 16 * 1024;

/// malloc(3) aligns every piece for any type, and code that asks for bytes alone counts on it (control messages).
const LIKE_MALLOC: usize = 16;

/// Hands out its own bytes once, from the first to the last. Only the last piece given out can be taken back or grow.
#[derive(Debug)]
#[repr(align(16))]
pub struct FirstBytes {
    place: UnsafeCell<[u8; SIZE]>,
    used: AtomicUsize,
}

// SAFETY: pieces do not overlap, since `used` is only moved by compare-and-swap.
unsafe impl Sync for FirstBytes {}

impl FirstBytes {
    /// With nothing given out.
    #[must_use]
    pub const fn unused() -> Self {
        Self { place: UnsafeCell::new([0; SIZE]), used: AtomicUsize::new(0) }
    }

    /// Where a piece begins, if it is one of ours.
    fn offset(&self, piece: *mut u8) -> Option<usize> {
        piece.addr().checked_sub(self.place.get().addr()).filter(|&offset| offset < SIZE)
    }

    /// Moves the end of the last piece, which is at `from`, to `to`; fails when it is not the last, or there is no room.
    fn move_end(&self, from: usize, to: usize) -> bool {
        to <= SIZE && self.used.compare_exchange(from, to, Ordering::Relaxed, Ordering::Relaxed).is_ok()
    }
}

// SAFETY: what `alloc` gives is aligned, as large as asked for and given to nobody else; what is not ours goes to
// `System` in each of the three.
unsafe impl GlobalAlloc for FirstBytes {
    // Each of the three is called from everywhere; put into their callers they would make ghost a tenth larger.
    #[inline(never)]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let used = self.used.load(Ordering::Relaxed);
        let start = used.next_multiple_of(layout.align().max(LIKE_MALLOC));
        let fits = layout.align() <= align_of::<Self>() && layout.size() <= SIZE;
        if fits && self.move_end(used, start + layout.size()) {
            // SAFETY: `start` is at most SIZE.
            return unsafe { self.place.get().cast::<u8>().add(start) };
        }
        // SAFETY: the caller's promise.
        unsafe { System.alloc(layout) }
    }

    #[inline(never)]
    unsafe fn dealloc(&self, piece: *mut u8, layout: Layout) {
        match self.offset(piece) {
            Some(offset) => {
                self.move_end(offset + layout.size(), offset);
            }
            // SAFETY: not ours, so `System` gave it; the rest is the caller's promise.
            None => unsafe { System.dealloc(piece, layout) },
        }
    }

    #[inline(never)]
    unsafe fn realloc(&self, piece: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let Some(offset) = self.offset(piece) else {
            // SAFETY: as in `dealloc`.
            return unsafe { System.realloc(piece, layout, size) };
        };
        if size <= SIZE && self.move_end(offset + layout.size(), offset + size) {
            return piece;
        }
        // SAFETY: the caller's promise; the two pieces do not overlap.
        unsafe {
            let new = self.alloc(Layout::from_size_align_unchecked(size, layout.align()));
            if !new.is_null() {
                new.copy_from_nonoverlapping(piece, layout.size().min(size));
                self.dealloc(piece, layout);
            }
            new
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(size: usize, align: usize) -> Layout {
        Layout::from_size_align(size, align).expect("a layout")
    }

    /// Asks for a piece and fills it.
    fn piece(memory: &FirstBytes, size: usize, align: usize, fill: u8) -> *mut u8 {
        // SAFETY: the size is not 0, and what is given is as large as was asked for.
        unsafe {
            let piece = memory.alloc(layout(size, align));
            assert_eq!(piece.addr() % align.max(LIKE_MALLOC), 0);
            piece.write_bytes(fill, size);
            piece
        }
    }

    fn holds(piece: *mut u8, size: usize, fill: u8) -> bool {
        // SAFETY: a piece of that size, written in `piece`.
        unsafe { std::slice::from_raw_parts(piece, size) }.iter().all(|&byte| byte == fill)
    }

    #[test]
    fn pieces_are_aligned_and_apart() {
        let memory = Box::new(FirstBytes::unused());
        let pieces: Vec<_> = [(3, 1), (8, 8), (1, 1), (40, 16), (5, 4)]
            .into_iter()
            .zip(1..)
            .map(|((size, align), fill)| (piece(&memory, size, align, fill), size, fill))
            .collect();
        assert!(pieces.iter().all(|&(piece, size, fill)| memory.offset(piece).is_some() && holds(piece, size, fill)));
    }

    #[test]
    fn the_last_piece_grows_and_goes_and_others_move() {
        let memory = Box::new(FirstBytes::unused());
        let first = piece(&memory, 10, 1, 1);
        let last = piece(&memory, 10, 1, 2);
        // SAFETY: the layouts are those the pieces were asked for with, and no piece is used after it has moved or gone.
        unsafe {
            assert_eq!(memory.realloc(last, layout(10, 1), 100), last);
            let moved = memory.realloc(first, layout(10, 1), 20);
            assert!(moved != first && holds(moved, 10, 1) && holds(last, 10, 2));
            memory.dealloc(moved, layout(20, 1));
            assert_eq!(piece(&memory, 20, 1, 3), moved);
        }
    }

    #[test]
    fn what_does_not_fit_comes_from_the_system() {
        let memory = Box::new(FirstBytes::unused());
        let aligned = piece(&memory, 1, 4096, 3);
        let inside = piece(&memory, SIZE - 10, 1, 1);
        let outside = piece(&memory, 11, 1, 2);
        assert!(
            memory.offset(inside).is_some() && memory.offset(outside).is_none() && memory.offset(aligned).is_none()
        );
        // SAFETY: as above.
        unsafe {
            let moved = memory.realloc(inside, layout(SIZE - 10, 1), SIZE + 1);
            assert!(memory.offset(moved).is_none() && holds(moved, SIZE - 10, 1) && holds(outside, 11, 2));
            memory.dealloc(moved, layout(SIZE + 1, 1));
            memory.dealloc(outside, layout(11, 1));
            memory.dealloc(aligned, layout(1, 4096));
        }
        assert_eq!(memory.offset(piece(&memory, 10, 1, 4)), Some(0), "what moved out was taken back");
    }
}
