using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using KvFleet.Api.Defaults;
using KvFleet.Model.Catalog;
using KvFleet.Store.Disk;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace KvFleet.Agent.Standalone;

/// <summary>
/// Reads the file of pools. By node, not by object mapping: that needs no reflection, and every complaint carries its line. All that is wrong is told at
/// once.
/// </summary>
internal sealed class StandaloneReader(string file, ModelCatalog models)
{
    private readonly List<string> _problems = [];

    /// <summary>Reads a file.</summary>
    /// <param name="text">Its content.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="models">Models that pools may name.</param>
    /// <param name="problems">What is wrong, each with file and line; empty when all is well.</param>
    /// <returns>The configuration; null when something is wrong.</returns>
    public static StandaloneConfiguration? Read(string text, string file, ModelCatalog models, out IReadOnlyList<string> problems)
    {
        var reader = new StandaloneReader(file, models);
        problems = reader._problems;
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            var configuration = reader.ReadDocument(stream);
            return reader._problems.Count == 0 ? configuration : null;
        }
        catch (YamlException e)
        {
            reader._problems.Add($"{file}:{e.Start.Line}:{e.Start.Column}: {e.Message}");
            return null;
        }
    }

    private StandaloneConfiguration ReadDocument(YamlStream stream)
    {
        if (stream.Documents is not [{ RootNode: YamlMappingNode root }])
        {
            _problems.Add($"{file}:1: one YAML mapping with the key 'pools' is expected.");
            return new StandaloneConfiguration(null, []);
        }

        var fields = new StandaloneFields(root, file, _problems, "reportPort", "pools");
        var port = fields.Integer("reportPort", 1, 65535);
        var pools = ImmutableArray.CreateBuilder<StandalonePool>();
        var places = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var node in fields.Items("pools"))
        {
            if (ReadPool(node) is not { } pool)
                continue;
            foreach (var (what, value) in new[] { ("name", pool.Name), ("socket", pool.SocketPath), ("socket", pool.Resp.SocketPath), ("address", pool.Resp.Address?.ToString()), ("directory", pool.Disk?.Directory) })
            {
                if (value is not null && !places.TryAdd($"{what} {value}", pool.Name))
                    _problems.Add($"{file}:{node.Start.Line}: {what} {value} is used twice.");
            }

            pools.Add(pool);
        }

        return new StandaloneConfiguration((int?)port, pools.ToImmutable());
    }

    private StandalonePool? ReadPool(YamlNode node)
    {
        if (node is not YamlMappingNode mapping)
        {
            _problems.Add($"{file}:{node.Start.Line}: a pool is a mapping with name, bytes and socket.");
            return null;
        }

        var before = _problems.Count;
        var fields = new StandaloneFields(mapping, file, _problems, "name", "model", "rowStrideBytes", "bytes", "hugePages", "numaPolicy", "socket", "resp", "localDisk");
        var name = fields.Name("name");
        var huge = fields.HugePages("hugePages");
        var pool = new StandalonePool(
            name,
            ReadStride(fields),
            fields.Bytes("bytes", huge > 0 ? huge : Environment.SystemPageSize),
            huge,
            fields.Placement("numaPolicy"),
            fields.Path("socket"),
            ReadResp(fields),
            ReadDisk(fields));
        return _problems.Count == before ? pool : null;
    }

    private static StandaloneResp ReadResp(StandaloneFields pool)
    {
        if (pool.Mapping("resp", "socket", "address", "passwordFile", "tlsDirectory") is not { } fields)
            return StandaloneResp.None;
        var resp = new StandaloneResp(fields.OptionalPath("socket"), fields.Address("address"), fields.OptionalPath("passwordFile"), fields.OptionalPath("tlsDirectory"));
        if (resp is { Address: { } address, PasswordFile: null } && !IPAddress.IsLoopback(address.Address))
            fields.Complain("address", $"{address} can be reached from other machines: give passwordFile, or use a loopback address.");
        if (resp.Address is null && (resp.PasswordFile ?? resp.TlsDirectory) is not null)
            fields.Complain("passwordFile", "passwordFile and tlsDirectory are for TCP clients: give address, or leave them out. Who may use a Unix socket is decided by the permissions of its file.");
        return resp;
    }

    private static StandaloneDisk? ReadDisk(StandaloneFields pool)
    {
        if (pool.Mapping("localDisk", "directory", "bytes", "sightingsToAdmit", "keyFile") is not { } fields)
            return null;
        var bytes = fields.Bytes("bytes", Environment.SystemPageSize);
        if (bytes is > 0 and < DiskTierOptions.LeastCapacityBytes)
            fields.Complain("bytes", $"bytes must be at least {DiskTierOptions.LeastCapacityBytes}, not {bytes}.");
        return new StandaloneDisk(
            fields.Path("directory"), bytes, (int)(fields.Integer("sightingsToAdmit", 1, byte.MaxValue) ?? PoolDefaults.SightingsToAdmit), fields.OptionalPath("keyFile"));
    }

    private long ReadStride(StandaloneFields fields)
    {
        var (model, stride) = (fields.Text("model"), fields.Integer("rowStrideBytes", 1, long.MaxValue));
        if (model is null == stride is null)
        {
            fields.Complain("model", "give either model or rowStrideBytes, so that engines know where rows lie.");
            return 0;
        }

        if (stride is { } given)
            return given;
        if (models.TryGet(model, out var entry))
            return Model.Geometry.KvRowLayout.Create(entry.Geometry, entry.Precision, entry.BlockTokens).RowStrideBytes;
        var near = models.Suggest(model);
        fields.Complain("model", string.Create(CultureInfo.InvariantCulture, $"model '{model}' is not known{(near.Count > 0 ? $"; is {string.Join(" or ", near)} meant?" : "")} Otherwise give rowStrideBytes."));
        return 0;
    }
}
