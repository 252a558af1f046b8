//! Which post sent the cable of a number, when, and as its how manieth.
//!
//! Cables are numbered in the order in which they were sent. Months have
//! more of them or fewer, and days within a month; in the month of an event
//! the posts of its country send three times as many. Within a month every
//! block of [`BLOCK`] cables is shared out among the posts in the same way,
//! so that what a post has sent before a number is worked out from tables of
//! the months, which do not grow with the collection.

use jiff::civil::Date;

use super::chance::{Chance, below, of};
use super::world::{COUNTRIES, N_POSTS, POSTS};

/// Cables that are shared out together.
pub(super) const BLOCK: u64 = 64;

/// When a cable was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct When {
    pub(crate) date: Date,
    pub(crate) hour: u8,
    pub(crate) minute: u8,
}

/// What names a cable, and when it was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Number {
    /// Index in [`POSTS`].
    pub(super) post: usize,
    pub(super) serial: u32,
    pub(super) when: When,
}

impl Number {
    pub(super) fn year(&self) -> u16 {
        self.when.date.year() as u16
    }
}

/// Something that happens in one country on some days of a month.
#[derive(Clone, Copy, Debug)]
pub(super) struct Event {
    pub(super) country: usize,
    first_day: u64,
    n_days: u64,
}

struct Month {
    year: u16,
    /// From 1.
    of_year: u8,
    /// The number of its first cable.
    start: u64,
    event: Option<Event>,
}

/// The blocks that begin in a month.
struct Segment {
    first_block: u64,
    /// The post of each slot; those of a post are neighbors.
    slots: [u8; BLOCK as usize],
    quota: [u32; N_POSTS],
    /// What each post has sent before.
    before: [u64; N_POSTS],
}

pub(super) struct Timeline {
    seed: u64,
    from_year: u16,
    count: u64,
    months: Vec<Month>,
    segments: Vec<Segment>,
    /// What each post has sent before each year, and before the end.
    years: Vec<[u64; N_POSTS]>,
}

/// A cable's place among those that are shared out together.
#[derive(Clone, Copy)]
pub(super) struct Slot {
    pub(super) block: u64,
    pub(super) slot: u64,
}

impl Timeline {
    pub(super) fn new(seed: u64, count: u64, from_year: u16, to_year: u16) -> Timeline {
        let mut months = Vec::new();
        let mut weights = Vec::new();
        for year in from_year..=to_year {
            let swell = 80 + below(of(&[seed, 1, u64::from(year)]), 50);
            for month in 1..=12_u8 {
                let mut chance = Chance::new(&[seed, 2, u64::from(year), u64::from(month)]);
                let n_days = 2 + chance.below(6);
                let event = chance.percent(12).then(|| Event {
                    country: chance.below(COUNTRIES.len() as u64) as usize,
                    first_day: 1 + chance.below(20),
                    n_days,
                });
                // Fewer in August and December.
                let season = if matches!(month, 8 | 12) { 75 } else { 100 };
                let burst = event.map_or(100, |event| 110 + event.n_days * 12);
                let growth = 100 + 5 * u64::from(year - from_year);
                weights.push(growth * swell * season * burst);
                months.push(Month {
                    year,
                    of_year: month,
                    start: 0,
                    event,
                });
            }
        }
        let sum: u128 = weights.iter().copied().map(u128::from).sum();
        let mut above = 0_u128;
        for (month, weight) in months.iter_mut().zip(weights) {
            month.start = (u128::from(count) * above / sum) as u64;
            above += u128::from(weight);
        }
        let mut timeline = Timeline {
            seed,
            from_year,
            count,
            months,
            segments: Vec::new(),
            years: Vec::new(),
        };
        timeline.share_out();
        for year in from_year..=to_year + 1 {
            let start = timeline.months.iter().find(|month| month.year >= year);
            let start = start.map_or(count, |month| month.start);
            let before = std::array::from_fn(|post| timeline.sent_before(post, start));
            timeline.years.push(before);
        }
        timeline
    }

    fn share_out(&mut self) {
        let mut before = [0_u64; N_POSTS];
        let starts = self.months.iter().skip(1).map(|month| month.start);
        let ends: Vec<u64> = starts.chain([self.count]).collect();
        for (month, end) in self.months.iter().zip(ends) {
            let first_block = month.start.div_ceil(BLOCK);
            let n_blocks = end.div_ceil(BLOCK).saturating_sub(first_block);
            if n_blocks == 0 {
                continue;
            }
            let weight = |post: usize| {
                let known = &POSTS[post];
                if !(known.open.0..=known.open.1).contains(&month.year) {
                    return 0;
                }
                let key = [
                    self.seed,
                    3,
                    post as u64,
                    u64::from(month.year),
                    u64::from(month.of_year),
                ];
                let wiggle = 70 + below(of(&key), 60);
                let is_there = month
                    .event
                    .is_some_and(|event| event.country == known.country);
                let burst = if is_there && post > 0 { 3 } else { 1 };
                known.weight * wiggle * burst
            };
            let weights: [u64; N_POSTS] = std::array::from_fn(weight);
            let sum: u64 = weights.iter().sum();
            let mut slots = [0_u8; BLOCK as usize];
            let mut quota = [0_u32; N_POSTS];
            let (mut post, mut above) = (0, weights[0]);
            for (idx, slot) in slots.iter_mut().enumerate() {
                // The middle of the slot.
                while above * 2 * BLOCK <= (2 * idx as u64 + 1) * sum && post + 1 < N_POSTS {
                    post += 1;
                    above += weights[post];
                }
                *slot = post as u8;
                quota[post] += 1;
            }
            self.segments.push(Segment {
                first_block,
                slots,
                quota,
                before,
            });
            for (before, quota) in before.iter_mut().zip(quota) {
                *before += u64::from(quota) * n_blocks;
            }
        }
    }

    fn segment(&self, block: u64) -> &Segment {
        let at = self
            .segments
            .partition_point(|segment| segment.first_block <= block);
        &self.segments[at.saturating_sub(1)]
    }

    /// The step and the shift by which a block mixes its slots.
    fn mixing(&self, block: u64) -> (u64, u64) {
        let key = of(&[self.seed, 4, block]);
        ((key % BLOCK) | 1, (key >> 32) % BLOCK)
    }

    /// The slot of a number.
    pub(super) fn slot(&self, n: u64) -> Slot {
        let block = n / BLOCK;
        let (step, shift) = self.mixing(block);
        let slot = (n % BLOCK * step + shift) % BLOCK;
        Slot { block, slot }
    }

    /// The number of a slot.
    pub(super) fn number_at(&self, at: Slot) -> u64 {
        let (step, shift) = self.mixing(at.block);
        // The inverse of an odd number by Newton's method: 5 bits, then 64.
        let mut inverse = step.wrapping_mul(3) ^ 2;
        for _ in 0..4 {
            inverse = inverse.wrapping_mul(2_u64.wrapping_sub(step.wrapping_mul(inverse)));
        }
        let place = (at.slot + BLOCK - shift).wrapping_mul(inverse) % BLOCK;
        at.block * BLOCK + place
    }

    /// The slots of the Department in a block.
    pub(super) fn n_of_department(&self, block: u64) -> u64 {
        u64::from(self.segment(block).quota[0])
    }

    fn post(&self, n: u64) -> usize {
        let Slot { block, slot } = self.slot(n);
        usize::from(self.segment(block).slots[slot as usize])
    }

    /// How many cables a post has sent before that of a number.
    fn sent_before(&self, post: usize, n: u64) -> u64 {
        let block = n / BLOCK;
        let segment = self.segment(block);
        let (step, shift) = self.mixing(block);
        let n_blocks = block - segment.first_block.min(block);
        let here = (0..n % BLOCK).filter(|place| {
            usize::from(segment.slots[((place * step + shift) % BLOCK) as usize]) == post
        });
        segment.before[post] + n_blocks * u64::from(segment.quota[post]) + here.count() as u64
    }

    fn month(&self, n: u64) -> usize {
        let at = self.months.partition_point(|month| month.start <= n);
        at.saturating_sub(1)
    }

    /// The event in whose days a cable was sent.
    pub(super) fn event(&self, n: u64) -> Option<Event> {
        let event = self.months[self.month(n)].event?;
        let day = self.when(n).date.day() as u64;
        (event.first_day..event.first_day + event.n_days)
            .contains(&day)
            .then_some(event)
    }

    pub(super) fn when(&self, n: u64) -> When {
        let idx = self.month(n);
        let month = &self.months[idx];
        let end = self.months.get(idx + 1).map_or(self.count, |it| it.start);
        let n_cables = (end - month.start).max(1);
        let first = jiff::civil::date(month.year as i16, month.of_year as i8, 1);
        let n_days = first.days_in_month() as u64;
        // Monday is 0.
        let first_weekday = first.weekday().to_monday_zero_offset() as u64;
        let weight = |day: u64| {
            let is_weekend = (first_weekday + day - 1) % 7 > 4;
            let usual = if is_weekend { 2 } else { 12 };
            let is_event = month.event.is_some_and(|event| {
                (event.first_day..event.first_day + event.n_days).contains(&day)
            });
            usual * if is_event { 5 } else { 1 }
        };
        let sum: u64 = (1..=n_days).map(weight).sum();
        // In thousandths of a unit of weight.
        let mut left = (n.saturating_sub(month.start) * 2 + 1) * sum * 500 / n_cables;
        let mut day = 1;
        while day < n_days && left >= weight(day) * 1000 {
            left -= weight(day) * 1000;
            day += 1;
        }
        // From half past six in the morning on.
        let minutes = 390 + (left * 780 / (weight(day) * 1000)).min(779);
        When {
            date: jiff::civil::date(month.year as i16, month.of_year as i8, day as i8),
            hour: (minutes / 60) as u8,
            minute: (minutes % 60) as u8,
        }
    }

    /// Post, serial and time of a number.
    pub(super) fn number(&self, n: u64) -> Number {
        let post = self.post(n);
        let when = self.when(n);
        let year = usize::from(when.date.year() as u16 - self.from_year);
        let nth = self.sent_before(post, n) - self.years[year][post];
        Number {
            post,
            serial: self.serial(post, year, nth),
            when,
        }
    }

    /// The serial of the `nth` cable of a post in a year. Serials rise; those
    /// between are of cables that are not in the collection.
    fn serial(&self, post: usize, year: usize, nth: u64) -> u32 {
        let known = self.years[year + 1][post] - self.years[year][post];
        let key = of(&[self.seed, 5, post as u64, year as u64]);
        // So many as a post of its size sends in a year.
        let sent = POSTS[post].weight * (12 + below(key, 10));
        // In 256ths: at least as many as are known, of which from all to two
        // thirds were kept.
        let kept = 256 + below(key >> 7, 3) * 64;
        let step = (sent * 256 / known.max(1)).max(kept);
        let jitter = below(of(&[key, nth]), (step >> 8).max(1));
        // A stretch of which nothing was kept.
        let lost_at = known * (2 + below(key >> 13, 6)) / 10;
        let lost = if nth > lost_at { 7 + sent / 40 } else { 0 };
        (1 + ((nth * step) >> 8) + jitter + lost) as u32
    }

    /// The serial that follows that of a number, if the cable that bears it
    /// is not in the collection.
    pub(super) fn missing_after(&self, n: u64) -> Option<Number> {
        let number = self.number(n);
        let year = usize::from(number.year() - self.from_year);
        let nth = self.sent_before(number.post, n) - self.years[year][number.post];
        let next = self.serial(number.post, year, nth + 1);
        (next > number.serial + 1).then_some(Number {
            serial: number.serial + 1,
            ..number
        })
    }

    /// Cables of an average year.
    pub(super) fn per_year(&self) -> u64 {
        self.count / (self.years.len() as u64 - 1).max(1)
    }
}
