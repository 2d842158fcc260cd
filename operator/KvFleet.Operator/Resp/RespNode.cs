using System.Net;
using KvFleet.Api.Nodes;
using KvFleet.Api.Reports;

namespace KvFleet.Operator.Resp;

/// <summary>One node that is to serve a pool over the Redis protocol, and can be asked.</summary>
/// <param name="Node">Its name.</param>
/// <param name="Address">Address of its agent.</param>
/// <param name="Told">What its agent was told.</param>
/// <param name="Report">What its agent says of it; null if it does not speak of it yet.</param>
internal sealed record RespNode(string Node, IPAddress Address, AssignedResp Told, RespReport? Report);
