"""One and the same few components, as each tool writes them; what does not ship is in each."""

import json

MAVEN = {
    ("pkg:maven/androidx.core/core", "1.13.1"),
    ("pkg:maven/com.squareup.okhttp3/okhttp", "4.12.0"),
}

CYCLONEDX_JSON = json.dumps(
    {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "metadata": {"component": {"type": "application", "name": "app", "version": "1"}},
        "components": [
            {
                "type": "library",
                "bom-ref": "core",
                "group": "androidx.core",
                "name": "core",
                "version": "1.13.1",
                "purl": "pkg:maven/androidx.core/core@1.13.1?type=aar",
                "supplier": {"name": "Example Supplier"},
                "licenses": [{"license": {"id": "Apache-2.0"}}],
                "components": [
                    {"type": "library", "name": "zlib", "version": "1.3"},
                    {"type": "file", "name": "notes.txt"},
                ],
            },
            {
                "type": "library",
                "group": "com.squareup.okhttp3",
                "name": "okhttp",
                "version": "4.12.0",
                "purl": "pkg:maven/com.squareup.okhttp3/okhttp@4.12.0",
                "licenses": [{"expression": "Apache-2.0 OR MIT"}],
            },
            {"type": "library", "name": "junit", "version": "4.13.2", "scope": "excluded"},
        ],
    }
)

CYCLONEDX_XML = """<?xml version="1.0" encoding="UTF-8"?>
<bom xmlns="http://cyclonedx.org/schema/bom/1.4" version="1">
  <metadata><component type="application"><name>app</name></component></metadata>
  <components>
    <component type="library" bom-ref="core">
      <supplier><name>Example Supplier</name></supplier>
      <group>androidx.core</group><name>core</name><version>1.13.1</version>
      <licenses><license><id>Apache-2.0</id></license></licenses>
      <purl>pkg:maven/androidx.core/core@1.13.1?type=aar</purl>
    </component>
    <component type="library">
      <group>com.squareup.okhttp3</group><name>okhttp</name><version>4.12.0</version>
      <licenses><expression>Apache-2.0 OR MIT</expression></licenses>
      <purl>pkg:maven/com.squareup.okhttp3/okhttp@4.12.0</purl>
    </component>
    <component type="library"><name>junit</name><version>4.13.2</version><scope>excluded</scope></component>
  </components>
</bom>
"""


def _package(ref, name, version, purl="", **more):
    references = [{"referenceType": "purl", "referenceLocator": purl}] if purl else []
    return {"SPDXID": ref, "name": name, "versionInfo": version, "externalRefs": references} | more


def _relation(one, kind, other):
    return {"spdxElementId": one, "relationshipType": kind, "relatedSpdxElement": other}


SPDX_JSON = json.dumps(
    {
        "spdxVersion": "SPDX-2.3",
        "packages": [
            _package("SPDXRef-app", "app", "1"),
            _package(
                "SPDXRef-core",
                "core",
                "1.13.1",
                "pkg:maven/androidx.core/core@1.13.1",
                licenseConcluded="NOASSERTION",
                licenseDeclared="Apache-2.0",
                supplier="Organization: Example Supplier",
            ),
            _package(
                "SPDXRef-okhttp",
                "okhttp",
                "4.12.0",
                "pkg:maven/com.squareup.okhttp3/okhttp@4.12.0",
                licenseConcluded="Apache-2.0 OR MIT",
            ),
            _package("SPDXRef-zlib", "zlib", "1.3", licenseConcluded="NONE"),
            _package("SPDXRef-junit", "junit", "4.13.2"),
        ],
        "relationships": [
            _relation("SPDXRef-DOCUMENT", "DESCRIBES", "SPDXRef-app"),
            _relation("SPDXRef-app", "DEPENDS_ON", "SPDXRef-core"),
            _relation("SPDXRef-junit", "TEST_DEPENDENCY_OF", "SPDXRef-app"),
        ],
    }
)

SPDX_TAGS = """SPDXVersion: SPDX-2.2
DataLicense: CC0-1.0
SPDXID: SPDXRef-DOCUMENT
Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-app
PackageName: app
SPDXID: SPDXRef-app
PackageVersion: 1
# core
PackageName: core
SPDXID: SPDXRef-core
PackageVersion: 1.13.1
PackageSupplier: Organization: Example Supplier
PackageLicenseConcluded: NOASSERTION
PackageLicenseDeclared: Apache-2.0
PackageComment: <text>Several lines.
PackageName: not a package
</text>
ExternalRef: PACKAGE-MANAGER purl pkg:maven/androidx.core/core@1.13.1
FileName: ./core.jar
SPDXID: SPDXRef-file
PackageName: okhttp
SPDXID: SPDXRef-okhttp
PackageVersion: 4.12.0
PackageLicenseConcluded: Apache-2.0 OR MIT
ExternalRef: PACKAGE-MANAGER purl pkg:maven/com.squareup.okhttp3/okhttp@4.12.0
PackageName: zlib
SPDXID: SPDXRef-zlib
PackageVersion: 1.3
PackageName: junit
SPDXID: SPDXRef-junit
PackageVersion: 4.13.2
Relationship: SPDXRef-junit TEST_DEPENDENCY_OF SPDXRef-app
"""

SPDX3 = json.dumps(
    {
        "@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld",
        "@graph": [
            {"type": "SpdxDocument", "spdxId": "urn:x/doc", "rootElement": ["urn:x/app"]},
            {"type": "Organization", "spdxId": "urn:x/org", "name": "Example Supplier"},
            {"type": "software_Package", "spdxId": "urn:x/app", "name": "app"},
            {
                "type": "software_Package",
                "spdxId": "urn:x/core",
                "name": "core",
                "software_packageVersion": "1.13.1",
                "software_packageUrl": "pkg:maven/androidx.core/core@1.13.1",
                "suppliedBy": "urn:x/org",
            },
            {
                "type": "software_Package",
                "spdxId": "urn:x/okhttp",
                "name": "okhttp",
                "software_packageVersion": "4.12.0",
                "externalIdentifier": [
                    {
                        "externalIdentifierType": "packageUrl",
                        "identifier": "pkg:maven/com.squareup.okhttp3/okhttp@4.12.0",
                    }
                ],
            },
            {"type": "software_Package", "spdxId": "urn:x/junit", "name": "junit"},
            {
                "type": "simplelicensing_LicenseExpression",
                "spdxId": "urn:x/apache",
                "simplelicensing_licenseExpression": "Apache-2.0",
            },
            {
                "type": "Relationship",
                "spdxId": "urn:x/1",
                "relationshipType": "hasDeclaredLicense",
                "from": "urn:x/core",
                "to": ["urn:x/apache"],
            },
            {
                "type": "LifecycleScopedRelationship",
                "spdxId": "urn:x/2",
                "relationshipType": "dependsOn",
                "scope": "test",
                "from": "urn:x/app",
                "to": ["urn:x/junit"],
            },
        ],
    }
)

GRADLE_LOCK = """# This is a Gradle generated file for dependency locking.
# Manual edits can break the build and are not advised.
# This file is expected to be part of source control.
androidx.core:core:1.13.1=debugRuntimeClasspath,releaseRuntimeClasspath
com.squareup.okhttp3:okhttp:4.12.0=releaseCompileClasspath,releaseRuntimeClasspath
com.example:debug-drawer:1.0=debugRuntimeClasspath
junit:junit:4.13.2=debugUnitTestRuntimeClasspath,releaseUnitTestRuntimeClasspath
org.jetbrains.kotlin:kotlin-compiler:2.0.0=kotlinCompilerClasspath
empty=androidTestUtil
"""

GRADLE_REPORT = r"""
------------------------------------------------------------
Project ':app'
------------------------------------------------------------

debugRuntimeClasspath - Resolved configuration for runtime for variant: debug
\--- com.example:debug-drawer:1.0

releaseRuntimeClasspath - Resolved configuration for runtime for variant: release
+--- androidx.core:core:1.9.0 -> 1.13.1
|    \--- com.squareup.okhttp3:okhttp -> 4.12.0
+--- androidx.core:core:1.13.1 (*)
+--- com.example:constrained:{strictly 1.0} -> 1.0 (c)
+--- com.example:absent:2.0 FAILED
\--- project :library

releaseUnitTestRuntimeClasspath - Resolved configuration for runtime for variant: release
\--- junit:junit:4.13.2
"""

PODS = {
    ("pkg:cocoapods/Alamofire", "5.8.1"),
    ("pkg:cocoapods/Firebase", "10.0.0"),
    ("pkg:cocoapods/RNDeviceInfo", "9.0"),
}
PODFILE_LOCK = """PODS:
  - Alamofire (5.8.1)
  - Firebase/Core (10.0.0):
    - Firebase/CoreOnly
  - Firebase/CoreOnly (10.0.0)
  - RNDeviceInfo (9.0)

DEPENDENCIES:
  - Alamofire (~> 5.8)
  - Firebase/Core

SPEC CHECKSUMS:
  Alamofire: 3ca42e259043ee0dc5c0cdd76c4bc568b8e42af7

PODFILE CHECKSUM: 0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f

COCOAPODS: 1.15.2
"""

SWIFT = {
    ("pkg:swift/github.com/Alamofire/Alamofire", "5.8.1"),
    ("pkg:swift/gitlab.com/example/group/Tools", ""),
    ("inner", ""),
}
RESOLVED_1 = json.dumps(
    {
        "object": {
            "pins": [
                {
                    "package": "Alamofire",
                    "repositoryURL": "https://github.com/Alamofire/Alamofire.git",
                    "state": {"branch": None, "revision": "3d" * 20, "version": "5.8.1"},
                },
                {
                    "package": "Tools",
                    "repositoryURL": "git@gitlab.com:example/group/Tools.git",
                    "state": {"branch": "main", "revision": "3d" * 20, "version": None},
                },
                {"package": "inner", "repositoryURL": "../inner", "state": {"version": None}},
            ]
        },
        "version": 1,
    }
)
RESOLVED_3 = json.dumps(
    {
        "originHash": "ab" * 32,
        "pins": [
            {
                "identity": "alamofire",
                "kind": "remoteSourceControl",
                "location": "https://github.com/Alamofire/Alamofire",
                "state": {"revision": "3d" * 20, "version": "5.8.1"},
            },
            {
                "identity": "tools",
                "kind": "remoteSourceControl",
                "location": "ssh://git@gitlab.com:22/example/group/Tools.git",
                "state": {"branch": "main", "revision": "3d" * 20},
            },
            {
                "identity": "inner",
                "kind": "localSourceControl",
                "location": "/src/inner",
                "state": {},
            },
        ],
        "version": 3,
    }
)

CARTHAGE = {("pkg:github/alamofire/alamofire", "5.8.1"), ("Kit", "2.0"), ("Other", "v1")}
CARTFILE = """binary "https://example.com/releases/Kit.json" "2.0"
git "https://git.example.com/Other.git" "v1"
github "Alamofire/Alamofire" "5.8.1"
"""

NPM = {("pkg:npm/react-native", "0.74.1"), ("pkg:npm/%40babel/runtime", "7.24.5")}
NPM_DEV = {("pkg:npm/jest", "29.7.0")}
NPM_3 = json.dumps(
    {
        "name": "app",
        "lockfileVersion": 3,
        "packages": {
            "": {"name": "app", "version": "1.0.0"},
            "packages/inner": {"version": "1.0.0"},
            "node_modules/inner": {"resolved": "packages/inner", "link": True},
            "node_modules/react-native": {"version": "0.74.1", "license": "MIT"},
            "node_modules/react-native/node_modules/@babel/runtime": {"version": "7.24.5"},
            "node_modules/jest": {"version": "29.7.0", "dev": True},
        },
    }
)
NPM_1 = json.dumps(
    {
        "name": "app",
        "lockfileVersion": 1,
        "dependencies": {
            "react-native": {
                "version": "0.74.1",
                "dependencies": {"@babel/runtime": {"version": "7.24.5"}},
            },
            "inner": {"version": "file:packages/inner"},
            "jest": {"version": "29.7.0", "dev": True},
        },
    }
)
YARN_1 = """# THIS IS AN AUTOGENERATED FILE. DO NOT EDIT THIS FILE DIRECTLY.
# yarn lockfile v1


"@babel/runtime@^7.20.0", "@babel/runtime@^7.8.4":
  version "7.24.5"
  resolved "https://registry.example/runtime.tgz#abc"
  dependencies:
    regenerator-runtime "^0.14.0"

jest@^29.6.3:
  version "29.7.0"

react-native@0.74.1:
  version "0.74.1"
"""
YARN_4 = """# This file is generated by running "yarn install" inside your project.

__metadata:
  version: 8
  cacheKey: 10c0

"@babel/runtime@npm:^7.20.0":
  version: 7.24.5
  resolution: "@babel/runtime@npm:7.24.5"
  languageName: node

"app@workspace:.":
  version: 0.0.0-use.local

"jest@npm:^29.6.3":
  version: 29.7.0

"react-native@npm:0.74.1":
  version: 0.74.1
"""

PUB = {("pkg:pub/async", "2.11.0"), ("pkg:pub/flutter", ""), ("pkg:pub/http", "1.2.1")}
PUBSPEC = """# Generated by pub
packages:
  async:
    dependency: transitive
    description:
      name: async
      sha256: "947bfcf187f74dbc5e146c9eb9c0f10c9f8b30743e341481c1e2ed3ecc18c20c"
      url: "https://pub.dev"
    source: hosted
    version: "2.11.0"
  flutter:
    dependency: "direct main"
    description: flutter
    source: sdk
    version: "0.0.0"
  http:
    dependency: "direct main"
    description:
      name: http
      url: "https://pub.dev"
    source: hosted
    version: "1.2.1"
  lints:
    dependency: "direct dev"
    source: hosted
    version: "4.0.0"
sdks:
  dart: ">=3.4.0 <4.0.0"
"""
