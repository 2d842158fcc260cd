using KvFleet.Operator.Status;

namespace KvFleet.Operator.Resp;

/// <summary>How far a pool is served over the Redis protocol, beside what agents report.</summary>
/// <param name="Problem">What is wrong with Secrets or Services; null when nothing is.</param>
public sealed record RespState(Finding? Problem);
