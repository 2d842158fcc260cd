using System.Text;
using KvFleet.Model.Catalog;

namespace KvFleet.Fuzz.Targets;

/// <summary>A user's catalog of models.</summary>
internal sealed class ModelCatalogTarget : IFuzzTarget
{
    public string Name => "models";

    public IReadOnlyList<byte[]> Seeds { get; } = [Shipped()];

    public Task FeedAsync(byte[] input)
    {
        try
        {
            using var reader = new StringReader(Encoding.UTF8.GetString(input));
            _ = ModelCatalog.BuiltIn.Merge(reader, "fuzz.yaml");
        }
        catch (CatalogException)
        {
        }

        return Task.CompletedTask;
    }

    // The shipped file holds every shape that the format knows; the first part is enough to mutate.
    private static byte[] Shipped()
    {
        using var stream = typeof(ModelCatalog).Assembly.GetManifestResourceStream("KvFleet.Model.models.yaml")!;
        using var reader = new StreamReader(stream);
        var text = reader.ReadToEnd();
        return Encoding.UTF8.GetBytes(text[..Math.Min(text.Length, 4096)]);
    }
}
