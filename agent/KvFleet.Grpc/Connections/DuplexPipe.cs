using System.IO.Pipelines;

namespace KvFleet.Grpc.Connections;

/// <summary>The two directions of a connection.</summary>
internal sealed record DuplexPipe(PipeReader Input, PipeWriter Output) : IDuplexPipe;
