// A date and time on the wall somewhere, as an instant; not a number where the zone is unknown.
const instant = (at, zone) => {
  const wall = Date.parse(at.length > 16 ? at + "Z" : at + ":00Z");
  const clock = new Intl.DateTimeFormat("en-US", { timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" });
  const offset = (time) => {
    const read = Object.fromEntries(clock.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
    return Date.UTC(read.year, read.month - 1, read.day, read.hour, read.minute, read.second) - time;
  };
  // Twice, since the first guess may lie on the other side of a change of clocks.
  return wall - offset(wall - offset(wall));
};
