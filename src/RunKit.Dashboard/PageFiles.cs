using System.Collections.Frozen;
using System.IO.Compression;
using System.Reflection;

namespace RunKit.Dashboard;

/// <summary>The files of the page as they were built, compressed: what a browser cannot take so is unpacked for it.</summary>
internal sealed class PageFiles
{
    private const string Prefix = "page/";
    private const string Page = "index.html";
    private const string Unpacked = ".gz";

    private readonly Assembly _assembly;
    private readonly FrozenSet<string> _names;

    public PageFiles(Assembly assembly)
    {
        _assembly = assembly;
        _names = assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..])
            .ToFrozenSet(StringComparer.Ordinal);
        Template = IsBuilt ? Text(Page) : null;
    }

    public static PageFiles Embedded { get; } = new(typeof(PageFiles).Assembly);

    /// <summary>The names of the files beside the page, such as <c>icon.svg</c>.</summary>
    public IEnumerable<string> Names => _names.Where(name => name.EndsWith(Unpacked, StringComparison.Ordinal)).Select(name => name[..^Unpacked.Length]);

    public bool IsBuilt => _names.Contains(Page);

    /// <summary>The page itself, with places for what each answer has of its own; null where it was not built.</summary>
    public string? Template { get; }

    /// <summary>Opens a file in the first of these encodings that it is there in.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="encodings">Such as <c>br</c> and <c>gzip</c>, the best one first.</param>
    public PageFile Open(string name, IEnumerable<string> encodings)
    {
        foreach (var encoding in encodings)
        {
            var ending = encoding == "br" ? ".br" : Unpacked;
            if (_names.Contains(name + ending))
            {
                return new PageFile(Stream(name + ending), encoding);
            }
        }

        return new PageFile(new GZipStream(Stream(name + Unpacked), CompressionMode.Decompress), null);
    }

    private Stream Stream(string name) => _assembly.GetManifestResourceStream(Prefix + name)!;

    private string Text(string name)
    {
        using var reader = new StreamReader(Stream(name));
        return reader.ReadToEnd();
    }
}
