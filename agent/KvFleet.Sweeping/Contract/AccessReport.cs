namespace KvFleet.Sweeping.Contract;

/// <summary>What the recording process tells: one line of JSON on its standard output at start, every ten seconds, at once when reads were lost, and at the end. The end of its standard input ends it.</summary>
/// <param name="At">When.</param>
/// <param name="Since">From when on reads are recorded.</param>
/// <param name="Events">Files closed after reading that it was told of.</param>
/// <param name="Written">Access times written.</param>
/// <param name="Failed">Access times that could not be written (a file of another user on a server that maps root to nobody, for one).</param>
/// <param name="LostAt">When reads last went unrecorded since the process started: the queue overflowed. Null: never.</param>
/// <param name="Problem">What went wrong last, with the remedy; null: nothing.</param>
public sealed record AccessReport(DateTimeOffset At, DateTimeOffset Since, long Events, long Written, long Failed, DateTimeOffset? LostAt, string? Problem);
