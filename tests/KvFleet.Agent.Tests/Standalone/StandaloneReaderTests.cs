using System.Net;
using KvFleet.Agent.Standalone;
using KvFleet.Model.Catalog;
using KvFleet.Store.Extents;

namespace KvFleet.Agent.Tests.Standalone;

public sealed class StandaloneReaderTests
{
    [Fact]
    public void The_shortest_useful_file()
    {
        var configuration = Read(
            """
            pools:
            - name: llama
              model: meta-llama/Llama-3.1-8B-Instruct
              bytes: 8Gi
              socket: /run/kvfleet/llama.sock
            """);

        configuration.ReportPort.ShouldBeNull();
        configuration.Pools.ShouldBe([new StandalonePool("llama", 2L << 20, 8L << 30, 0, ExtentPlacement.Spread, "/run/kvfleet/llama.sock", StandaloneResp.None)]);
    }

    [Fact]
    public void Everything_can_be_said()
    {
        var configuration = Read(
            """
            reportPort: 9443
            pools:
            - {name: a, rowStrideBytes: 4096, bytes: 2Gi, hugePages: 2Mi, numaPolicy: Interleave, socket: /a, resp: {socket: /a.resp, address: 0.0.0.0:6379, passwordFile: /a.password, tlsDirectory: /a.tls}}
            - {name: b, rowStrideBytes: 8192, bytes: 1048576, hugePages: None, numaPolicy: None, socket: /b, resp: {address: "[::1]:6380"}, localDisk: {directory: /mnt/b, bytes: 10Gi}}
            - {name: c, rowStrideBytes: 8192, bytes: 1048576, socket: /c, localDisk: {directory: /mnt/c, bytes: 1Gi, sightingsToAdmit: 1, keyFile: /c.key}}
            """);

        configuration.ReportPort.ShouldBe(9443);
        configuration.Pools.ShouldBe([
            new StandalonePool("a", 4096, 2L << 30, 2L << 20, ExtentPlacement.Interleave, "/a", new StandaloneResp("/a.resp", new IPEndPoint(IPAddress.Any, 6379), "/a.password", "/a.tls")),
            new StandalonePool("b", 8192, 1L << 20, 0, ExtentPlacement.None, "/b", new StandaloneResp(null, new IPEndPoint(IPAddress.IPv6Loopback, 6380), null), new StandaloneDisk("/mnt/b", 10L << 30, 2, null)),
            new StandalonePool("c", 8192, 1L << 20, 0, ExtentPlacement.Spread, "/c", StandaloneResp.None, new StandaloneDisk("/mnt/c", 1L << 30, 1, "/c.key"))]);
    }

    [Fact]
    public void No_pools_are_allowed() => Read("pools: []").Pools.ShouldBeEmpty();

    [Theory]
    [InlineData("", "f.yaml:1: one YAML mapping")]
    [InlineData("- a", "f.yaml:1: one YAML mapping")]
    [InlineData("pools: 3", "f.yaml:1: pools must be a list")]
    [InlineData("pools:\n- 7", "f.yaml:2: a pool is a mapping")]
    [InlineData("pools: [\n", "f.yaml:2")]
    [InlineData("pools: []\nreportPort: 0", "f.yaml:2: reportPort must be a whole number from 1 to 65535")]
    [InlineData("pools: []\nprot: 1", "f.yaml:2: field 'prot' is not known")]
    public void A_file_that_is_wrong_is_refused_with_its_line(string text, string problem) => Problems(text).ShouldContain(p => p.StartsWith(problem, StringComparison.Ordinal));

    [Theory]
    [InlineData("name: Bad_Name", "3: name must have 1 to 63 lower-case")]
    [InlineData("bytes: lots", "3: bytes: ")]
    [InlineData("bytes: 0", "3: bytes must be a positive multiple of the page size of 4096")]
    [InlineData("bytes: 4097", "3: bytes must be a positive multiple")]
    [InlineData("hugePages: 4Ki", "3: hugePages must be None, 2Mi or 1Gi, not '4Ki'")]
    [InlineData("numaPolicy: Everywhere", "3: numaPolicy must be Spread, Interleave or None")]
    [InlineData("socket: relative.sock", "3: socket must be an absolute path")]
    [InlineData("rowStrideBytes: -1", "3: rowStrideBytes must be a whole number")]
    [InlineData("model: no-such-model", "3: model 'no-such-model' is not known")]
    [InlineData("bytez: 1Gi", "3: field 'bytez' is not known")]
    [InlineData("localDisk: {bytes: 1Gi}", "3: directory must be an absolute path")]
    [InlineData("localDisk: {directory: /d}", "3: bytes is missing")]
    [InlineData("localDisk: {directory: /d, bytes: 1Mi}", "3: bytes must be at least 3145728")]
    [InlineData("localDisk: {directory: /d, bytes: 1Gi, sightingsToAdmit: 0}", "3: sightingsToAdmit must be a whole number from 1 to 255")]
    [InlineData("localDisk: {directory: /d, bytes: 1Gi, key: a}", "3: field 'key' is not known")]
    [InlineData("resp: yes", "3: resp must be a mapping of socket, address, passwordFile, tlsDirectory")]
    [InlineData("resp: {port: 1}", "3: field 'port' is not known; known are socket, address, passwordFile, tlsDirectory")]
    [InlineData("resp: {socket: here}", "3: socket must be an absolute path")]
    [InlineData("resp: {address: 6379}", "3: address must be an address with a port")]
    [InlineData("resp: {address: \"0.0.0.0:6379\"}", "3: 0.0.0.0:6379 can be reached from other machines: give passwordFile")]
    [InlineData("resp: {socket: /r, passwordFile: /p}", "3: passwordFile and tlsDirectory are for TCP clients")]
    [InlineData("resp: {socket: /a}", "3: socket /a is used twice")]
    public void A_field_that_is_wrong_is_refused_with_its_line(string field, string problem)
    {
        var good = new Dictionary<string, string> { ["name"] = "a", ["bytes"] = "1Gi", ["socket"] = "/a", ["rowStrideBytes"] = "4096" };
        var name = field.Split(':')[0];
        good.Remove(name);
        if (name == "model")
            good.Remove("rowStrideBytes");
        var rest = string.Concat(good.Select(g => $"  {g.Key}: {g.Value}\n"));

        Problems($"pools:\n-\n  {field}\n{rest}").ShouldContain(p => p.StartsWith($"f.yaml:{problem}", StringComparison.Ordinal));
    }

    [Fact]
    public void A_model_that_is_nearly_right_gets_a_hint() =>
        Problems("pools:\n- {name: a, bytes: 1Gi, socket: /a, model: meta-llama/Llama-3.1-8B-Instuct}").Single().ShouldContain("meta-llama/Llama-3.1-8B-Instruct");

    [Fact]
    public void Model_or_stride_must_be_given_but_not_both()
    {
        Problems("pools:\n- {name: a, bytes: 1Gi, socket: /a}").Single().ShouldContain("either model or rowStrideBytes");
        Problems("pools:\n- {name: a, bytes: 1Gi, socket: /a, rowStrideBytes: 1, model: meta-llama/Llama-3.1-8B-Instruct}").Single().ShouldContain("either model or rowStrideBytes");
    }

    [Fact]
    public void Two_pools_cannot_share_a_name_or_a_socket()
    {
        var problems = Problems("pools:\n- {name: a, bytes: 1Gi, socket: /a, rowStrideBytes: 1}\n- {name: a, bytes: 1Gi, socket: /a, rowStrideBytes: 1}");

        problems.ShouldBe(["f.yaml:3: name a is used twice.", "f.yaml:3: socket /a is used twice."]);
    }

    private static StandaloneConfiguration Read(string text)
    {
        var configuration = StandaloneReader.Read(text, "f.yaml", ModelCatalog.BuiltIn, out var problems);
        problems.ShouldBeEmpty();
        return configuration.ShouldNotBeNull();
    }

    private static IReadOnlyList<string> Problems(string text)
    {
        StandaloneReader.Read(text, "f.yaml", ModelCatalog.BuiltIn, out var problems).ShouldBeNull();
        return problems;
    }
}
