using KvFleet.Api.Reports;
using KvFleet.Operator.Status;

namespace KvFleet.Operator.Resp;

/// <summary>What the Secrets of a pool gave.</summary>
/// <param name="Credentials">What agents are to have; null when it cannot be had, and agents keep what they have.</param>
/// <param name="Problem">What is wrong; null when nothing is.</param>
public sealed record RespSecrets(RespCredentials? Credentials, Finding? Problem);
