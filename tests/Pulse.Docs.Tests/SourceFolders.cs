using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Pulse.Docs.Tests;

/// <summary>The folders of a project's sources, and what the code in each names.</summary>
internal sealed class SourceFolders
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly CSharpParseOptions Preview = new(LanguageVersion.Preview);

    private readonly string _root;
    private readonly HashSet<(string File, ISymbol Symbol)> _uses = [];

    /// <param name="project">The project's folder, from the repository's root.</param>
    public SourceFolders(params string[] project)
    {
        _root = Repository.PathOf(project);
        var trees = Directory
            .EnumerateFiles(_root, "*.cs", SearchOption.AllDirectories)
            .Where(path =>
                Path.GetRelativePath(_root, path).Split(Path.DirectorySeparatorChar)[0] is not ("bin" or "obj")
            )
            .Select(path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), Preview, path))
            .ToList();
        var compilation = CSharpCompilation.Create(
            "sources",
            [.. trees, CSharpSyntaxTree.ParseText(ImplicitUsings, Preview)],
            References(),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)
        );
        foreach (var tree in trees)
        {
            var model = compilation.GetSemanticModel(tree);
            foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
            {
                if (model.GetSymbolInfo(name).Symbol is { } symbol)
                    _uses.Add((tree.FilePath, symbol));
            }
        }
    }

    /// <summary>The folders right below the project's, each with those that its code names types of.</summary>
    public SortedDictionary<string, SortedSet<string>> Dependencies()
    {
        var dependencies = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (var (file, symbol) in _uses)
        {
            var from = FolderOf(file);
            if (!dependencies.TryGetValue(from, out var to))
                dependencies.Add(from, to = new(StringComparer.Ordinal));
            if (TypeOf(symbol)?.DeclaringSyntaxReferences is [var declared, ..])
                to.Add(FolderOf(declared.SyntaxTree.FilePath));
            to.Remove(from);
        }

        return dependencies;
    }

    /// <summary>The files that name a namespace's types, or those below it.</summary>
    public IEnumerable<string> FilesThatName(string @namespace) =>
        _uses
            .Where(use =>
                $"{TypeOf(use.Symbol)?.ContainingNamespace}.".StartsWith($"{@namespace}.", StringComparison.Ordinal)
            )
            .Select(use => Path.GetRelativePath(_root, use.File).Replace('\\', '/'))
            .Distinct()
            .Order(StringComparer.Ordinal);

    private string FolderOf(string file)
    {
        var path = Path.GetRelativePath(_root, file).Split(Path.DirectorySeparatorChar);
        return path.Length == 1 ? "" : path[0];
    }

    private static INamedTypeSymbol? TypeOf(ISymbol symbol) =>
        (symbol as INamedTypeSymbol ?? symbol.ContainingType)?.OriginalDefinition;

    private static IEnumerable<MetadataReference> References() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("Pulse.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path));
}
