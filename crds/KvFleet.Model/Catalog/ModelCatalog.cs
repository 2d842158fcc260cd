using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace KvFleet.Model.Catalog;

/// <summary>Models whose geometry is known by name, so that a pool needs to name its model only. Immutable.</summary>
public sealed class ModelCatalog
{
    private const string Resource = "KvFleet.Model.models.yaml";
    private static readonly Lazy<ModelCatalog> Shipped = new(LoadShipped);
    private readonly FrozenDictionary<string, ModelEntry> _byName;

    private ModelCatalog(IReadOnlyList<ModelEntry> models)
    {
        Models = models;
        _byName = models
            .SelectMany(model => model.Aliases.Prepend(model.Name), (model, name) => KeyValuePair.Create(name, model))
            .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The models that come with KvFleet: <c>config/models.yaml</c>.</summary>
    public static ModelCatalog BuiltIn => Shipped.Value;

    /// <summary>The models, ordered by name.</summary>
    public IReadOnlyList<ModelEntry> Models { get; }

    /// <summary>Reads a catalog file.</summary>
    /// <param name="yaml">The YAML text; at most 1 MiB.</param>
    /// <param name="file">The file's name, for error messages.</param>
    /// <exception cref="CatalogException">The text is no valid catalog; the message names line and column, what is wrong and what to do.</exception>
    public static ModelCatalog Read(TextReader yaml, string file) => new(Ordered(CatalogReader.Read(yaml, file)));

    /// <summary>Finds a model by its repository id or an alias, without regard to case.</summary>
    /// <param name="name">The name.</param>
    /// <param name="model">The model.</param>
    /// <returns>Whether it is known.</returns>
    public bool TryGet(string? name, [NotNullWhen(true)] out ModelEntry? model) => _byName.TryGetValue(name?.Trim() ?? "", out model);

    /// <summary>Known names that resemble an unknown one, nearest first, for error messages. At most three; none if nothing is near.</summary>
    /// <param name="name">The name that was not found.</param>
    public IReadOnlyList<string> Suggest(string? name)
        => NameDistance.Nearest(name?.Trim() ?? "", _byName.Keys, most: 3);

    /// <summary>This catalog with a user's file on top: its names win over the same names here.</summary>
    /// <param name="yaml">The YAML text; at most 1 MiB.</param>
    /// <param name="file">The file's name, for error messages.</param>
    /// <exception cref="CatalogException">The text is no valid catalog; this one stays as it is.</exception>
    public ModelCatalog Merge(TextReader yaml, string file)
    {
        var added = CatalogReader.Read(yaml, file);
        var taken = added.SelectMany(model => model.Aliases.Prepend(model.Name)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var kept = new List<ModelEntry>();
        foreach (var model in Models)
        {
            string[] names = [.. model.Aliases.Prepend(model.Name).Where(name => !taken.Contains(name))];
            if (names.Length > 0)
            {
                kept.Add(model with { Name = names[0], Aliases = names[1..] });
            }
        }

        return new ModelCatalog(Ordered([.. kept, .. added]));
    }

    private static List<ModelEntry> Ordered(IEnumerable<ModelEntry> models) => [.. models.OrderBy(model => model.Name, StringComparer.OrdinalIgnoreCase)];

    private static ModelCatalog LoadShipped()
    {
        using var stream = typeof(ModelCatalog).Assembly.GetManifestResourceStream(Resource)
            ?? throw new CatalogException($"The resource {Resource} is missing from {typeof(ModelCatalog).Assembly.GetName().Name}; the build is incomplete.");
        using var reader = new StreamReader(stream);
        return Read(reader, "models.yaml");
    }
}
