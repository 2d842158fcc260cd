using Google.Protobuf.WellKnownTypes;

namespace KvFleet.Grpc.Tests.Server;

/// <summary>A service with one method, <c>/test.Echo/Say</c>, whose body is the test's.</summary>
internal sealed class EchoService(UnaryServerMethod<StringValue, StringValue> say) : IGrpcService
{
    public const string Path = "/test.Echo/Say";

    public void BindService(ServiceBinderBase serviceBinder) =>
        serviceBinder.AddMethod(new Method<StringValue, StringValue>("test.Echo", "Say", StringValue.Parser), say);

    public static EchoService Plain() => new((request, _) => Task.FromResult(request));
}
