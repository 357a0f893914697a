// Problems of a document while it is edited: they move with the text, and those of a part are replaced when that part was looked at.

/** The problems after `changes` of the text, each { start, end, text } in the text before all of them. A problem whose text changed stays until its part is looked at. */
export function moved(problems, changes) {
    // From the end, so that the places of the earlier ones still count.
    const ordered = changes.toSorted((one, other) => other.start - one.start);
    return ordered.reduce((all, change) => all.map((problem) => movedBy(problem, change)), problems);
}

function movedBy(problem, { start, end, text }) {
    const more = text.length - (end - start);
    if (problem.start >= end && problem.end > start) return { ...problem, start: problem.start + more, end: problem.end + more };
    if (problem.end <= start) return problem;
    const from = Math.min(problem.start, start);
    return { ...problem, start: from, end: Math.max(from, problem.end + more) };
}

/** The problems with those that were found between two places, in the place of the earlier ones there. */
export function replaced(problems, found, start, end, kind) {
    const stay = problems.filter((problem) => problem.kind !== kind || problem.start < start || problem.start >= end);
    return [...stay, ...found.map((problem) => ({ ...problem, kind }))];
}

/** The order in which parts are looked at, each [start, end]: that with the cursor, and the others from there outwards. */
export function nearestFirst(parts, at) {
    const distance = ([start, end]) => (at < start ? start - at : at >= end ? at - end + 1 : 0);
    return parts.toSorted((one, other) => distance(one) - distance(other));
}
