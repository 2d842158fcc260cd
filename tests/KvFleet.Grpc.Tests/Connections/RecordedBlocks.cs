namespace KvFleet.Grpc.Tests.Connections;

/// <summary>
/// Header blocks as golang.org/x/net/http2/hpack encodes them, for the fields that grpc-go 1.27 (the kubelet of
/// Kubernetes 1.20) sends: POST, http, /echo, the socket's path as authority, application/grpc, user-agent, te.
/// </summary>
internal static class RecordedBlocks
{
    public const string SocketPath = "/var/lib/kubelet/plugins_registry/kvfleet.io-reg.sock";

    /// <summary>The first request of a connection: everything literal, Huffman-coded, added to the dynamic table.</summary>
    public static byte[] First => Hex(
        "838645" + "8460a49cff" + "41" + HuffmanSocketPath + "5f8b1d75d0620d263d4c4d6564" + "7a8a9acac8b4c7602b89d5c3" + "40027465864d833505b11f");

    /// <summary>The second one: the authority is nothing but an index into the dynamic table.</summary>
    public static byte[] Second => Hex("8386c2c1c0bfbe");

    /// <summary>The first request after the rewriting.</summary>
    public static byte[] FirstRewritten => Hex(
        "838645" + "8460a49cff" + "41" + Localhost + "5f8b1d75d0620d263d4c4d6564" + "7a8a9acac8b4c7602b89d5c3" + "40027465864d833505b11f");

    /// <summary>A length octet and the Huffman code of <see cref="SocketPath"/>.</summary>
    public const string HuffmanSocketPath = "a663b8ec628346c75b632d054b15d16cc6a91158598c84d9e98ebde5a0a54ae63ad61665d07275";

    /// <summary>A length octet and "localhost".</summary>
    public const string Localhost = "096c6f63616c686f7374";

    public static byte[] Hex(string digits) => Convert.FromHexString(digits);
}
