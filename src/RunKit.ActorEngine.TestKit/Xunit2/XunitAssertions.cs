using Xunit.Sdk;

namespace Akka.TestKit.Xunit2;

/// <summary>Fails tests with xunit's exception.</summary>
public class XunitAssertions : ITestKitAssertions
{
    /// <inheritdoc/>
    public void Fail(string format = "", params object[] args) => throw new XunitException(Render(format, args));

    /// <inheritdoc/>
    public void AssertTrue(bool condition, string format = "", params object[] args)
    {
        if (!condition)
        {
            Fail(format, args);
        }
    }

    /// <inheritdoc/>
    public void AssertFalse(bool condition, string format = "", params object[] args) => AssertTrue(!condition, format, args);

    /// <inheritdoc/>
    public void AssertEqual<T>(T expected, T actual, string format = "", params object[] args) =>
        AssertEqual(expected, actual, EqualityComparer<T>.Default.Equals, format, args);

    /// <inheritdoc/>
    public void AssertEqual<T>(T expected, T actual, Func<T, T, bool> comparer, string format = "", params object[] args)
    {
        if (!comparer(expected, actual))
        {
            Fail("{0}", $"{Render(format, args)} Expected: {expected}. Actual: {actual}.".TrimStart());
        }
    }

    private static string Render(string format, object[] args) => args.Length == 0 ? format : string.Format(format, args);
}
