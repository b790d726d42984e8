using System.IO.Enumeration;

namespace RunKit.Actors;

/// <summary>Which sockets a plane manages: those that match an include pattern and no exclude pattern (<c>*</c> and <c>?</c>).</summary>
public sealed record NameFilter(ImmutableArray<string> Include, ImmutableArray<string> Exclude)
{
    public static NameFilter All { get; } = new(["*"], []);

    public bool Admits(string name)
    {
        return Include.Any(Matches) && !Exclude.Any(Matches);

        bool Matches(string pattern) => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);
    }
}
