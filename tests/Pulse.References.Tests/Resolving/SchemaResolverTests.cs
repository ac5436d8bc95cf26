using Newtonsoft.Json.Linq;
using Pulse.References.Resolving;

namespace Pulse.References.Tests.Resolving;

public class SchemaResolverTests
{
    [Theory]
    [InlineData("http://pulse.invalid/schemas/missing.json")]
    [InlineData("http://example.com/schema.json")]
    public void A_document_that_no_file_holds_is_an_error_and_never_a_request(string uri)
    {
        var resolver = new SchemaResolver(new Dictionary<string, JToken>());
        Assert.Contains("No document has the id", Root(() => resolver.Resolve(uri)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_ref_to_a_file_is_an_error_and_never_opened()
    {
        var resolver = new SchemaResolver(new Dictionary<string, JToken>());
        Assert.Contains("cannot point to a file", Assert.Throws<InvalidOperationException>(
            () => { _ = resolver.ResolveFileReferenceAsync("/etc/hostname"); }).Message, StringComparison.Ordinal);
    }

    private static Exception Root(Action action) => Assert.ThrowsAny<Exception>(action).GetBaseException();
}
