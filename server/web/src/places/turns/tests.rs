use super::*;
use proptest::prelude::*;

fn client(last: u8) -> Client {
    Client::new([10, 0, 0, last].into())
}

fn shares(running: usize, waiting: usize, client_running: usize, client_waiting: usize) -> Shares {
    Shares { running, waiting, client_running, client_waiting }
}

/// The begin of all times.
const START: Duration = Duration::ZERO;

const fn seconds(number: u64) -> Duration {
    Duration::from_secs(number)
}

/// Joins and says whether there was a place at once.
fn come(turns: &mut Turns, last: u8) -> Result<(Ticket, bool), Full> {
    let ticket = turns.join(client(last), START)?;
    Ok((ticket, turns.call(START) == Some(ticket)))
}

/// One turn after the other, each client's as long as said; the clients in the order of their turns, for so many turns. Whoever had a turn comes again.
fn order(turns: &mut Turns, lengths: &[(u8, Duration)], count: usize) -> Vec<u8> {
    let mut now = seconds(1000);
    let mut waiting: Vec<_> = lengths.iter().map(|&(last, _)| (last, turns.join(client(last), now).unwrap())).collect();
    let mut order = Vec::new();
    for _ in 0..count {
        let ticket = turns.call(now).unwrap();
        let index = waiting.iter().position(|(_, waiting)| *waiting == ticket).unwrap();
        let (last, _) = waiting.remove(index);
        let again = turns.join(client(last), now).unwrap();
        waiting.push((last, again));
        now += lengths.iter().find(|(known, _)| *known == last).unwrap().1;
        turns.done(client(last), ticket, now);
        order.push(last);
    }
    for (last, ticket) in waiting {
        turns.leave(client(last), ticket);
    }
    order
}

#[test]
fn who_asked_for_much_lets_others_go_before() {
    let mut turns = Turns::new(shares(1, 64, 1, 4));
    let busy: Vec<_> = (0..4).map(|_| come(&mut turns, 1).unwrap().0).collect();
    let (second, third) = (come(&mut turns, 2).unwrap().0, come(&mut turns, 3).unwrap().0);
    let mut order = Vec::new();
    let (mut running, mut ticket) = (1, busy[0]);
    loop {
        turns.done(client(running), ticket, START);
        let Some(next) = turns.call(START) else { break };
        running = [(second, 2), (third, 3)].iter().find(|(known, _)| *known == next).map_or(1, |(_, last)| *last);
        ticket = next;
        order.push(ticket);
    }
    assert_eq!(order, [second, third, busy[1], busy[2], busy[3]]);
}

#[test]
fn turns_of_the_same_length_come_in_rotation() {
    for length in [Duration::ZERO, LEAST / 2, seconds(3)] {
        let lengths = [1, 2, 3].map(|last| (last, length));
        assert_eq!(order(&mut Turns::new(shares(1, 64, 1, 4)), &lengths, 9), [1, 2, 3, 1, 2, 3, 1, 2, 3]);
    }
}

/// Chance lets one of them take a little longer.
#[test]
fn what_takes_less_than_the_least_counts_the_same() {
    let lengths = [(1, LEAST), (2, Duration::ZERO), (3, LEAST / 3)];
    assert_eq!(order(&mut Turns::new(shares(1, 64, 1, 4)), &lengths, 6), [1, 2, 3, 1, 2, 3]);
}

#[test]
fn who_uses_much_time_waits_until_others_have_used_as_much() {
    let lengths = [(1, seconds(20)), (2, seconds(20)), (3, seconds(2))];
    let order = order(&mut Turns::new(shares(1, 64, 1, 4)), &lengths, 40);
    assert_eq!(order[..3], [1, 2, 3]);
    // Before one of the slow ones has its second turn, the quick one has had ten.
    assert_eq!(order[3..13], [3, 3, 3, 3, 3, 3, 3, 3, 3, 1]);
    let turns = |last| order.iter().filter(|known| **known == last).count();
    assert_eq!((turns(1), turns(2), turns(3)), (4, 4, 32));
}

#[test]
fn nobody_saves_time_up_by_staying_away() {
    let mut turns = Turns::new(shares(1, 64, 1, 4));
    let five = |last| (last, seconds(5));
    order(&mut turns, &[1, 2].map(five), 100);
    assert_eq!(order(&mut turns, &[3, 1, 2].map(five), 6), [3, 1, 2, 3, 1, 2]);
}

#[test]
fn much_time_is_remembered_for_a_while() {
    for (away, slow_is_first) in [(seconds(30), false), (LATELY, true)] {
        let mut turns = Turns::new(shares(1, 64, 1, 4));
        order(&mut turns, &[(1, seconds(20))], 1);
        let now = seconds(1020) + away;
        let [slow, new] = [1, 2].map(|last| turns.join(client(last), now).unwrap());
        assert_eq!(turns.call(now), Some(if slow_is_first { slow } else { new }), "{away:?}");
    }
}

#[test]
fn clients_that_are_remembered_are_bounded() {
    let mut turns = Turns::new(shares(1, 64, 1, 4));
    for number in 0..u32::try_from(KNOWN).unwrap() + 10 {
        let client = Client::new(std::net::Ipv4Addr::from(number).into());
        let ticket = turns.join(client, START).unwrap();
        assert_eq!(turns.call(START), Some(ticket));
        turns.done(client, ticket, seconds(1));
    }
    assert!(turns.clients.len() <= KNOWN, "{}", turns.clients.len());
}

#[test]
fn what_is_excused_does_not_count() {
    for (excused, first) in [(seconds(0), 2), (seconds(20), 1)] {
        let mut turns = Turns::new(shares(1, 64, 1, 4));
        let used = turns.join(client(1), START).unwrap();
        assert_eq!(turns.call(START), Some(used));
        let tickets = [2, 1].map(|last| (last, turns.join(client(last), START).unwrap()));
        turns.excuse(client(1), used, excused);
        turns.done(client(1), used, seconds(20));
        let other = turns.call(seconds(20)).unwrap();
        assert_eq!(other, tickets[0].1);
        turns.done(client(2), other, seconds(23));
        let again = turns.join(client(2), seconds(23)).unwrap();
        let expected = if first == 1 { tickets[1].1 } else { again };
        assert_eq!(turns.call(seconds(23)), Some(expected), "{excused:?}");
    }
}

#[test]
fn a_client_has_its_share_and_no_more() {
    let mut turns = Turns::new(shares(8, 64, 2, 4));
    let came: Vec<_> = (0..6).map(|_| come(&mut turns, 1).unwrap()).collect();
    let at_once = came.iter().filter(|(_, at_once)| *at_once).count();
    assert_eq!((at_once, turns.running(), turns.waiting()), (2, 2, 4));
    assert_eq!(come(&mut turns, 1), Err(Full::Client));
    assert!(come(&mut turns, 2).unwrap().1);
    turns.done(client(1), came[0].0, START);
    assert!(turns.call(START).is_some());
    assert!(!come(&mut turns, 1).unwrap().1);
}

#[test]
fn without_a_queue_the_reason_is_ones_own_share_or_the_others() {
    let mut turns = Turns::new(shares(3, 0, 2, 0));
    assert!(come(&mut turns, 1).unwrap().1 && come(&mut turns, 1).unwrap().1);
    assert_eq!(come(&mut turns, 1), Err(Full::Client));
    assert!(come(&mut turns, 2).unwrap().1);
    assert_eq!(come(&mut turns, 2), Err(Full::All));
    assert_eq!((turns.reason(client(1)), turns.reason(client(2))), (Full::Client, Full::All));
}

#[test]
fn the_queue_is_bounded_for_all() {
    let mut turns = Turns::new(shares(1, 2, 1, 2));
    for last in 1..=3 {
        come(&mut turns, last).unwrap();
    }
    assert_eq!(come(&mut turns, 4), Err(Full::All));
}

#[test]
fn who_leaves_makes_others_move_up() {
    let mut turns = Turns::new(shares(1, 64, 1, 4));
    let first = come(&mut turns, 1).unwrap().0;
    let waiting: Vec<_> = [2, 2, 3, 2].map(|last| (client(last), come(&mut turns, last).unwrap().0)).into();
    let places =
        |turns: &Turns| waiting.iter().map(|(who, ticket)| turns.place(*who, *ticket, START)).collect::<Vec<_>>();
    assert_eq!(places(&turns), [Some(1), Some(3), Some(2), Some(4)]);
    assert_eq!(turns.place(client(1), first, START), None);
    turns.leave(waiting[0].0, waiting[0].1);
    assert_eq!(places(&turns), [None, Some(1), Some(2), Some(3)]);
    turns.leave(waiting[2].0, waiting[2].1);
    assert_eq!(places(&turns), [None, Some(1), None, Some(2)]);
}

#[derive(Debug, Clone)]
enum Step {
    Come(u8),
    Leave(usize),
    End(usize),
    Pass(u64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => (0..5_u8).prop_map(Step::Come),
        1 => (0..40_usize).prop_map(Step::Leave),
        2 => (0..40_usize).prop_map(Step::End),
        1 => (0..30_u64).prop_map(Step::Pass),
    ];
    proptest::collection::vec(step, 0..120)
}

proptest! {
    #[test]
    fn shares_hold_nobody_waits_for_nothing_and_who_used_least_comes_first(
        steps in steps(), running in 1..4_usize, waiting in 0..8_usize, own in 1..3_usize, own_waiting in 0..4_usize,
    ) {
        let shares = shares(running, waiting, own, own_waiting);
        let mut turns = Turns::new(shares);
        let mut now = START;
        let mut queue: Vec<(u8, Ticket)> = Vec::new();
        let mut at_work: Vec<(u8, Ticket)> = Vec::new();
        for step in steps {
            match step {
                Step::Come(last) => if let Ok(ticket) = turns.join(client(last), now) { queue.push((last, ticket)) },
                Step::Leave(index) if index < queue.len() => {
                    let (last, ticket) = queue.remove(index);
                    turns.leave(client(last), ticket);
                }
                Step::End(index) if index < at_work.len() => {
                    let (last, ticket) = at_work.remove(index);
                    turns.done(client(last), ticket, now);
                }
                Step::Leave(_) | Step::End(_) => {}
                Step::Pass(time) => now += seconds(time),
            }
            loop {
                let used: HashMap<u8, Duration> = (0..5).map(|last| (last, turns.used(client(last), now))).collect();
                let first = queue.iter().map(|(last, ticket)| (turns.place(client(*last), *ticket, now), *last)).min();
                let Some(ticket) = turns.call(now) else { break };
                let index = queue.iter().position(|(_, waiting)| *waiting == ticket).unwrap();
                let (served, _) = queue.remove(index);
                for (last, _) in &queue {
                    let free = at_work.iter().filter(|(busy, _)| busy == last).count() < own;
                    prop_assert!(!free || used[&served] <= used[last], "{last} used less than {served}");
                }
                // The place in the queue is true, but for clients that have their share.
                let (_, first) = first.unwrap();
                let full = at_work.iter().filter(|(busy, _)| *busy == first).count() == own;
                prop_assert!(full || first == served, "{first} had the first place, {served} the turn");
                at_work.push((served, ticket));
            }
            prop_assert_eq!((turns.running(), turns.waiting()), (at_work.len(), queue.len()));
            prop_assert!(at_work.len() <= running && queue.len() <= waiting);
            for last in 0..5 {
                let busy = at_work.iter().filter(|(busy, _)| *busy == last).count();
                let waits = queue.iter().filter(|(waiting, _)| *waiting == last).count();
                prop_assert!(busy <= own && waits <= own_waiting);
                prop_assert!(waits == 0 || busy == own || at_work.len() == running, "client {last} waits for nothing");
            }
            let mut places: Vec<_> =
                queue.iter().map(|(last, ticket)| turns.place(client(*last), *ticket, now)).collect();
            places.sort_unstable();
            prop_assert_eq!(places, (1..=queue.len()).map(Some).collect::<Vec<_>>());
        }
    }

    /// However long the turns of others are, a client that always waits gets as much time as each of them, but for the longest turn.
    #[test]
    fn clients_that_always_wait_get_the_same_time(lengths in proptest::collection::vec(1..60_u64, 2..6)) {
        let lengths: Vec<_> = (0..).zip(lengths.iter().map(|length| seconds(*length))).collect();
        let longest = lengths.iter().map(|(_, length)| *length).max().unwrap();
        let order = order(&mut Turns::new(shares(1, 64, 1, 4)), &lengths, 500);
        let time = |(last, length): &(u8, Duration)| {
            *length * u32::try_from(order.iter().filter(|known| *known == last).count()).unwrap()
        };
        let (least, most) = (lengths.iter().map(time).min().unwrap(), lengths.iter().map(time).max().unwrap());
        prop_assert!(most.saturating_sub(least) <= longest, "{least:?} {most:?} {order:?}");
    }
}
