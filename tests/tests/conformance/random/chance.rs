//! Random numbers that depend only on the seed: splitmix64, which needs no crate.

pub struct Chance(u64);

impl Chance {
    pub fn of(seed: u64, number: u64) -> Self {
        let mut chance = Self(seed ^ number.wrapping_mul(0xd134_2543_de82_ef95));
        chance.next();
        chance
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Returns a number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).unwrap_or_default()
    }

    pub fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }

    pub fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// Returns up to `most` different items, in their order.
    pub fn some_of<'a, T>(&mut self, all: &'a [T], most: usize) -> Vec<&'a T> {
        let many = self.below(most + 1);
        let mut indexes: Vec<_> = (0..many).map(|_| self.below(all.len())).collect();
        indexes.sort_unstable();
        indexes.dedup();
        indexes.into_iter().map(|index| &all[index]).collect()
    }

    /// Returns up to `most` different items, in random order.
    pub fn shuffled<'a, T>(&mut self, all: &'a [T], most: usize) -> Vec<&'a T> {
        let mut some = self.some_of(all, most);
        for last in (1..some.len()).rev() {
            let other = self.below(last + 1);
            some.swap(last, other);
        }
        some
    }
}
