using Google.Protobuf.WellKnownTypes;

namespace KvFleet.Grpc.Tests.Server;

internal sealed record RawAnswer(StatusCode StatusCode, string Detail, byte[] Body)
{
    public string Text => StringValue.Parser.ParseFrom(Body.AsSpan(5)).Value;
}
