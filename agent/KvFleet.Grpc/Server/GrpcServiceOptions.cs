namespace KvFleet.Grpc.Server;

/// <summary>Limits of a mapped service.</summary>
public sealed class GrpcServiceOptions
{
    /// <summary>The largest request message, in bytes; 4 MiB unless set, as in the other gRPC servers.</summary>
    public int MaxReceiveMessageSize { get; set; } = 4 * 1024 * 1024;

    /// <summary>The clock of deadlines.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
