"use strict";(()=>{var Us=Object.defineProperty;var Bs=(t,e)=>{for(var n in e)Us(t,n,{get:e[n],enumerable:!0})};var ke=[],xe=[],_n="ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";for(let t=0,e=_n.length;t<e;++t)ke[t]=_n[t],xe[_n.charCodeAt(t)]=t;xe[45]=62;xe[95]=63;function Vs(t){let e=t.length;if(e%4>0)throw new Error("Invalid string. Length must be a multiple of 4");let n=t.indexOf("=");n===-1&&(n=e);let r=n===e?0:4-n%4;return[n,r]}function zs(t,e,n){return(e+n)*3/4-n}function fo(t){let e=Vs(t),n=e[0],r=e[1],o=new Uint8Array(zs(t,n,r)),i=0,s=r>0?n-4:n,c;for(c=0;c<s;c+=4){let a=xe[t.charCodeAt(c)]<<18|xe[t.charCodeAt(c+1)]<<12|xe[t.charCodeAt(c+2)]<<6|xe[t.charCodeAt(c+3)];o[i++]=a>>16&255,o[i++]=a>>8&255,o[i++]=a&255}if(r===2){let a=xe[t.charCodeAt(c)]<<2|xe[t.charCodeAt(c+1)]>>4;o[i++]=a&255}if(r===1){let a=xe[t.charCodeAt(c)]<<10|xe[t.charCodeAt(c+1)]<<4|xe[t.charCodeAt(c+2)]>>2;o[i++]=a>>8&255,o[i++]=a&255}return o}function Js(t){return ke[t>>18&63]+ke[t>>12&63]+ke[t>>6&63]+ke[t&63]}function $s(t,e,n){let r=[];for(let o=e;o<n;o+=3){let i=(t[o]<<16&16711680)+(t[o+1]<<8&65280)+(t[o+2]&255);r.push(Js(i))}return r.join("")}function gn(t){let e=t.length,n=e%3,r=[],o=16383;for(let i=0,s=e-n;i<s;i+=o)r.push($s(t,i,i+o>s?s:i+o));if(n===1){let i=t[e-1];r.push(ke[i>>2]+ke[i<<4&63]+"==")}else if(n===2){let i=(t[e-2]<<8)+t[e-1];r.push(ke[i>>10]+ke[i>>4&63]+ke[i<<2&63]+"=")}return r.join("")}function ht(t,e,n,r,o){let i,s,c=o*8-r-1,a=(1<<c)-1,l=a>>1,d=-7,p=n?o-1:0,f=n?-1:1,u=t[e+p];for(p+=f,i=u&(1<<-d)-1,u>>=-d,d+=c;d>0;)i=i*256+t[e+p],p+=f,d-=8;for(s=i&(1<<-d)-1,i>>=-d,d+=r;d>0;)s=s*256+t[e+p],p+=f,d-=8;if(i===0)i=1-l;else{if(i===a)return s?NaN:(u?-1:1)*(1/0);s=s+Math.pow(2,r),i=i-l}return(u?-1:1)*s*Math.pow(2,i-r)}function yn(t,e,n,r,o,i){let s,c,a,l=i*8-o-1,d=(1<<l)-1,p=d>>1,f=o===23?Math.pow(2,-24)-Math.pow(2,-77):0,u=r?0:i-1,_=r?1:-1,h=e<0||e===0&&1/e<0?1:0;for(e=Math.abs(e),isNaN(e)||e===1/0?(c=isNaN(e)?1:0,s=d):(s=Math.floor(Math.log(e)/Math.LN2),e*(a=Math.pow(2,-s))<1&&(s--,a*=2),s+p>=1?e+=f/a:e+=f*Math.pow(2,1-p),e*a>=2&&(s++,a/=2),s+p>=d?(c=0,s=d):s+p>=1?(c=(e*a-1)*Math.pow(2,o),s=s+p):(c=e*Math.pow(2,p-1)*Math.pow(2,o),s=0));o>=8;)t[n+u]=c&255,u+=_,c/=256,o-=8;for(s=s<<o|c,l+=o;l>0;)t[n+u]=s&255,u+=_,s/=256,l-=8;t[n+u-_]|=h*128}var Zs={INSPECT_MAX_BYTES:50},bn=2147483647;m.TYPED_ARRAY_SUPPORT=!0;Object.defineProperty(m.prototype,"parent",{enumerable:!0,get:function(){if(m.isBuffer(this))return this.buffer}});Object.defineProperty(m.prototype,"offset",{enumerable:!0,get:function(){if(m.isBuffer(this))return this.byteOffset}});function Re(t){if(t>bn)throw new RangeError('The value "'+t+'" is invalid for option "size"');let e=new Uint8Array(t);return Object.setPrototypeOf(e,m.prototype),e}function m(t,e,n){if(typeof t=="number"){if(typeof e=="string")throw new TypeError('The "string" argument must be of type string. Received type number');return wn(t)}return go(t,e,n)}m.poolSize=8192;function go(t,e,n){if(typeof t=="string")return qs(t,e);if(ArrayBuffer.isView(t))return Ks(t);if(t==null)throw new TypeError("The first argument must be one of type string, Buffer, ArrayBuffer, Array, or Array-like Object. Received type "+typeof t);if(t instanceof ArrayBuffer||t&&t.buffer instanceof ArrayBuffer||t instanceof SharedArrayBuffer||t&&t.buffer instanceof SharedArrayBuffer)return vn(t,e,n);if(typeof t=="number")throw new TypeError('The "value" argument must not be of type number. Received type number');let r=t.valueOf&&t.valueOf();if(r!=null&&r!==t)return m.from(r,e,n);let o=Qs(t);if(o)return o;if(typeof Symbol<"u"&&Symbol.toPrimitive!=null&&typeof t[Symbol.toPrimitive]=="function")return m.from(t[Symbol.toPrimitive]("string"),e,n);throw new TypeError("The first argument must be one of type string, Buffer, ArrayBuffer, Array, or Array-like Object. Received type "+typeof t)}m.from=function(t,e,n){return go(t,e,n)};Object.setPrototypeOf(m.prototype,Uint8Array.prototype);Object.setPrototypeOf(m,Uint8Array);function yo(t){if(typeof t!="number")throw new TypeError('"size" argument must be of type number');if(t<0)throw new RangeError('The value "'+t+'" is invalid for option "size"')}function Ws(t,e,n){return yo(t),t<=0?Re(t):e!==void 0?typeof n=="string"?Re(t).fill(e,n):Re(t).fill(e):Re(t)}m.alloc=function(t,e,n){return Ws(t,e,n)};function wn(t){return yo(t),Re(t<0?0:In(t)|0)}m.allocUnsafe=function(t){return wn(t)};m.allocUnsafeSlow=function(t){return wn(t)};function qs(t,e){if((typeof e!="string"||e==="")&&(e="utf8"),!m.isEncoding(e))throw new TypeError("Unknown encoding: "+e);let n=bo(t,e)|0,r=Re(n),o=r.write(t,e);return o!==n&&(r=r.slice(0,o)),r}function En(t){let e=t.length<0?0:In(t.length)|0,n=Re(e);for(let r=0;r<e;r+=1)n[r]=t[r]&255;return n}function Ks(t){if(t instanceof Uint8Array){let e=new Uint8Array(t);return vn(e.buffer,e.byteOffset,e.byteLength)}return En(t)}function vn(t,e,n){if(e<0||t.byteLength<e)throw new RangeError('"offset" is outside of buffer bounds');if(t.byteLength<e+(n||0))throw new RangeError('"length" is outside of buffer bounds');let r;return e===void 0&&n===void 0?r=new Uint8Array(t):n===void 0?r=new Uint8Array(t,e):r=new Uint8Array(t,e,n),Object.setPrototypeOf(r,m.prototype),r}function Qs(t){if(m.isBuffer(t)){let e=In(t.length)|0,n=Re(e);return n.length===0||t.copy(n,0,0,e),n}if(t.length!==void 0)return typeof t.length!="number"||Number.isNaN(t.length)?Re(0):En(t);if(t.type==="Buffer"&&Array.isArray(t.data))return En(t.data)}function In(t){if(t>=bn)throw new RangeError("Attempt to allocate Buffer larger than maximum size: 0x"+bn.toString(16)+" bytes");return t|0}m.isBuffer=function(e){return e!=null&&e._isBuffer===!0&&e!==m.prototype};m.compare=function(e,n){if(e instanceof Uint8Array&&(e=m.from(e,e.offset,e.byteLength)),n instanceof Uint8Array&&(n=m.from(n,n.offset,n.byteLength)),!m.isBuffer(e)||!m.isBuffer(n))throw new TypeError('The "buf1", "buf2" arguments must be one of type Buffer or Uint8Array');if(e===n)return 0;let r=e.length,o=n.length;for(let i=0,s=Math.min(r,o);i<s;++i)if(e[i]!==n[i]){r=e[i],o=n[i];break}return r<o?-1:o<r?1:0};m.isEncoding=function(e){switch(String(e).toLowerCase()){case"hex":case"utf8":case"utf-8":case"ascii":case"latin1":case"binary":case"base64":case"ucs2":case"ucs-2":case"utf16le":case"utf-16le":return!0;default:return!1}};m.concat=function(e,n){if(!Array.isArray(e))throw new TypeError('"list" argument must be an Array of Buffers');if(e.length===0)return m.alloc(0);let r;if(n===void 0)for(n=0,r=0;r<e.length;++r)n+=e[r].length;let o=m.allocUnsafe(n),i=0;for(r=0;r<e.length;++r){let s=e[r];if(s instanceof Uint8Array)i+s.length>o.length?(m.isBuffer(s)||(s=m.from(s.buffer,s.byteOffset,s.byteLength)),s.copy(o,i)):Uint8Array.prototype.set.call(o,s,i);else if(m.isBuffer(s))s.copy(o,i);else throw new TypeError('"list" argument must be an Array of Buffers');i+=s.length}return o};function bo(t,e){if(m.isBuffer(t))return t.length;if(ArrayBuffer.isView(t)||t instanceof ArrayBuffer)return t.byteLength;if(typeof t!="string")throw new TypeError('The "string" argument must be one of type string, Buffer, or ArrayBuffer. Received type '+typeof t);let n=t.length,r=arguments.length>2&&arguments[2]===!0;if(!r&&n===0)return 0;let o=!1;for(;;)switch(e){case"ascii":case"latin1":case"binary":return n;case"utf8":case"utf-8":return Sn(t).length;case"ucs2":case"ucs-2":case"utf16le":case"utf-16le":return n*2;case"hex":return n>>>1;case"base64":return Co(t).length;default:if(o)return r?-1:Sn(t).length;e=(""+e).toLowerCase(),o=!0}}m.byteLength=bo;function Xs(t,e,n){let r=!1;if((e===void 0||e<0)&&(e=0),e>this.length||((n===void 0||n>this.length)&&(n=this.length),n<=0)||(n>>>=0,e>>>=0,n<=e))return"";for(t||(t="utf8");;)switch(t){case"hex":return ca(this,e,n);case"utf8":case"utf-8":return vo(this,e,n);case"ascii":return sa(this,e,n);case"latin1":case"binary":return aa(this,e,n);case"base64":return oa(this,e,n);case"ucs2":case"ucs-2":case"utf16le":case"utf-16le":return la(this,e,n);default:if(r)throw new TypeError("Unknown encoding: "+t);t=(t+"").toLowerCase(),r=!0}}m.prototype._isBuffer=!0;function Ge(t,e,n){let r=t[e];t[e]=t[n],t[n]=r}m.prototype.swap16=function(){let e=this.length;if(e%2!==0)throw new RangeError("Buffer size must be a multiple of 16-bits");for(let n=0;n<e;n+=2)Ge(this,n,n+1);return this};m.prototype.swap32=function(){let e=this.length;if(e%4!==0)throw new RangeError("Buffer size must be a multiple of 32-bits");for(let n=0;n<e;n+=4)Ge(this,n,n+3),Ge(this,n+1,n+2);return this};m.prototype.swap64=function(){let e=this.length;if(e%8!==0)throw new RangeError("Buffer size must be a multiple of 64-bits");for(let n=0;n<e;n+=8)Ge(this,n,n+7),Ge(this,n+1,n+6),Ge(this,n+2,n+5),Ge(this,n+3,n+4);return this};m.prototype.toString=function(){let e=this.length;return e===0?"":arguments.length===0?vo(this,0,e):Xs.apply(this,arguments)};m.prototype.toLocaleString=m.prototype.toString;m.prototype.equals=function(e){if(!m.isBuffer(e))throw new TypeError("Argument must be a Buffer");return this===e?!0:m.compare(this,e)===0};m.prototype.inspect=function(){let e="",n=Zs.INSPECT_MAX_BYTES;return e=this.toString("hex",0,n).replace(/(.{2})/g,"$1 ").trim(),this.length>n&&(e+=" ... "),"<Buffer "+e+">"};m.prototype[Symbol.for("nodejs.util.inspect.custom")]=m.prototype.inspect;m.prototype.compare=function(e,n,r,o,i){if(e instanceof Uint8Array&&(e=m.from(e,e.offset,e.byteLength)),!m.isBuffer(e))throw new TypeError('The "target" argument must be one of type Buffer or Uint8Array. Received type '+typeof e);if(n===void 0&&(n=0),r===void 0&&(r=e?e.length:0),o===void 0&&(o=0),i===void 0&&(i=this.length),n<0||r>e.length||o<0||i>this.length)throw new RangeError("out of range index");if(o>=i&&n>=r)return 0;if(o>=i)return-1;if(n>=r)return 1;if(n>>>=0,r>>>=0,o>>>=0,i>>>=0,this===e)return 0;let s=i-o,c=r-n,a=Math.min(s,c),l=this.slice(o,i),d=e.slice(n,r);for(let p=0;p<a;++p)if(l[p]!==d[p]){s=l[p],c=d[p];break}return s<c?-1:c<s?1:0};function Eo(t,e,n,r,o){if(t.length===0)return-1;if(typeof n=="string"?(r=n,n=0):n>2147483647?n=2147483647:n<-2147483648&&(n=-2147483648),n=+n,Number.isNaN(n)&&(n=o?0:t.length-1),n<0&&(n=t.length+n),n>=t.length){if(o)return-1;n=t.length-1}else if(n<0)if(o)n=0;else return-1;if(typeof e=="string"&&(e=m.from(e,r)),m.isBuffer(e))return e.length===0?-1:ho(t,e,n,r,o);if(typeof e=="number")return e=e&255,typeof Uint8Array.prototype.indexOf=="function"?o?Uint8Array.prototype.indexOf.call(t,e,n):Uint8Array.prototype.lastIndexOf.call(t,e,n):ho(t,[e],n,r,o);throw new TypeError("val must be string, number or Buffer")}function ho(t,e,n,r,o){let i=1,s=t.length,c=e.length;if(r!==void 0&&(r=String(r).toLowerCase(),r==="ucs2"||r==="ucs-2"||r==="utf16le"||r==="utf-16le")){if(t.length<2||e.length<2)return-1;i=2,s/=2,c/=2,n/=2}function a(d,p){return i===1?d[p]:d.readUInt16BE(p*i)}let l;if(o){let d=-1;for(l=n;l<s;l++)if(a(t,l)===a(e,d===-1?0:l-d)){if(d===-1&&(d=l),l-d+1===c)return d*i}else d!==-1&&(l-=l-d),d=-1}else for(n+c>s&&(n=s-c),l=n;l>=0;l--){let d=!0;for(let p=0;p<c;p++)if(a(t,l+p)!==a(e,p)){d=!1;break}if(d)return l}return-1}m.prototype.includes=function(e,n,r){return this.indexOf(e,n,r)!==-1};m.prototype.indexOf=function(e,n,r){return Eo(this,e,n,r,!0)};m.prototype.lastIndexOf=function(e,n,r){return Eo(this,e,n,r,!1)};function Ys(t,e,n,r){n=Number(n)||0;let o=t.length-n;r?(r=Number(r),r>o&&(r=o)):r=o;let i=e.length;r>i/2&&(r=i/2);let s;for(s=0;s<r;++s){let c=parseInt(e.substr(s*2,2),16);if(Number.isNaN(c))return s;t[n+s]=c}return s}function ea(t,e,n,r){return Dt(Sn(e,t.length-n),t,n,r)}function ta(t,e,n,r){return Dt(fa(e),t,n,r)}function na(t,e,n,r){return Dt(Co(e),t,n,r)}function ra(t,e,n,r){return Dt(ha(e,t.length-n),t,n,r)}m.prototype.write=function(e,n,r,o){if(n===void 0)o="utf8",r=this.length,n=0;else if(r===void 0&&typeof n=="string")o=n,r=this.length,n=0;else if(isFinite(n))n=n>>>0,isFinite(r)?(r=r>>>0,o===void 0&&(o="utf8")):(o=r,r=void 0);else throw new Error("Buffer.write(string, encoding, offset[, length]) is no longer supported");let i=this.length-n;if((r===void 0||r>i)&&(r=i),e.length>0&&(r<0||n<0)||n>this.length)throw new RangeError("Attempt to write outside buffer bounds");o||(o="utf8");let s=!1;for(;;)switch(o){case"hex":return Ys(this,e,n,r);case"utf8":case"utf-8":return ea(this,e,n,r);case"ascii":case"latin1":case"binary":return ta(this,e,n,r);case"base64":return na(this,e,n,r);case"ucs2":case"ucs-2":case"utf16le":case"utf-16le":return ra(this,e,n,r);default:if(s)throw new TypeError("Unknown encoding: "+o);o=(""+o).toLowerCase(),s=!0}};m.prototype.toJSON=function(){return{type:"Buffer",data:Array.prototype.slice.call(this._arr||this,0)}};function oa(t,e,n){return e===0&&n===t.length?gn(t):gn(t.slice(e,n))}function vo(t,e,n){n=Math.min(t.length,n);let r=[],o=e;for(;o<n;){let i=t[o],s=null,c=i>239?4:i>223?3:i>191?2:1;if(o+c<=n){let a,l,d,p;switch(c){case 1:i<128&&(s=i);break;case 2:a=t[o+1],(a&192)===128&&(p=(i&31)<<6|a&63,p>127&&(s=p));break;case 3:a=t[o+1],l=t[o+2],(a&192)===128&&(l&192)===128&&(p=(i&15)<<12|(a&63)<<6|l&63,p>2047&&(p<55296||p>57343)&&(s=p));break;case 4:a=t[o+1],l=t[o+2],d=t[o+3],(a&192)===128&&(l&192)===128&&(d&192)===128&&(p=(i&15)<<18|(a&63)<<12|(l&63)<<6|d&63,p>65535&&p<1114112&&(s=p))}}s===null?(s=65533,c=1):s>65535&&(s-=65536,r.push(s>>>10&1023|55296),s=56320|s&1023),r.push(s),o+=c}return ia(r)}var mo=4096;function ia(t){let e=t.length;if(e<=mo)return String.fromCharCode.apply(String,t);let n="",r=0;for(;r<e;)n+=String.fromCharCode.apply(String,t.slice(r,r+=mo));return n}function sa(t,e,n){let r="";n=Math.min(t.length,n);for(let o=e;o<n;++o)r+=String.fromCharCode(t[o]&127);return r}function aa(t,e,n){let r="";n=Math.min(t.length,n);for(let o=e;o<n;++o)r+=String.fromCharCode(t[o]);return r}function ca(t,e,n){let r=t.length;(!e||e<0)&&(e=0),(!n||n<0||n>r)&&(n=r);let o="";for(let i=e;i<n;++i)o+=ma[t[i]];return o}function la(t,e,n){let r=t.slice(e,n),o="";for(let i=0;i<r.length-1;i+=2)o+=String.fromCharCode(r[i]+r[i+1]*256);return o}m.prototype.slice=function(e,n){let r=this.length;e=~~e,n=n===void 0?r:~~n,e<0?(e+=r,e<0&&(e=0)):e>r&&(e=r),n<0?(n+=r,n<0&&(n=0)):n>r&&(n=r),n<e&&(n=e);let o=this.subarray(e,n);return Object.setPrototypeOf(o,m.prototype),o};function pe(t,e,n){if(t%1!==0||t<0)throw new RangeError("offset is not uint");if(t+e>n)throw new RangeError("Trying to access beyond buffer length")}m.prototype.readUintLE=m.prototype.readUIntLE=function(e,n,r){e=e>>>0,n=n>>>0,r||pe(e,n,this.length);let o=this[e],i=1,s=0;for(;++s<n&&(i*=256);)o+=this[e+s]*i;return o};m.prototype.readUintBE=m.prototype.readUIntBE=function(e,n,r){e=e>>>0,n=n>>>0,r||pe(e,n,this.length);let o=this[e+--n],i=1;for(;n>0&&(i*=256);)o+=this[e+--n]*i;return o};m.prototype.readUint8=m.prototype.readUInt8=function(e,n){return e=e>>>0,n||pe(e,1,this.length),this[e]};m.prototype.readUint16LE=m.prototype.readUInt16LE=function(e,n){return e=e>>>0,n||pe(e,2,this.length),this[e]|this[e+1]<<8};m.prototype.readUint16BE=m.prototype.readUInt16BE=function(e,n){return e=e>>>0,n||pe(e,2,this.length),this[e]<<8|this[e+1]};m.prototype.readUint32LE=m.prototype.readUInt32LE=function(e,n){return e=e>>>0,n||pe(e,4,this.length),(this[e]|this[e+1]<<8|this[e+2]<<16)+this[e+3]*16777216};m.prototype.readUint32BE=m.prototype.readUInt32BE=function(e,n){return e=e>>>0,n||pe(e,4,this.length),this[e]*16777216+(this[e+1]<<16|this[e+2]<<8|this[e+3])};m.prototype.readBigUInt64LE=function(e){e=e>>>0,tt(e,"offset");let n=this[e],r=this[e+7];(n===void 0||r===void 0)&&mt(e,this.length-8);let o=n+this[++e]*2**8+this[++e]*2**16+this[++e]*2**24,i=this[++e]+this[++e]*2**8+this[++e]*2**16+r*2**24;return BigInt(o)+(BigInt(i)<<BigInt(32))};m.prototype.readBigUInt64BE=function(e){e=e>>>0,tt(e,"offset");let n=this[e],r=this[e+7];(n===void 0||r===void 0)&&mt(e,this.length-8);let o=n*2**24+this[++e]*2**16+this[++e]*2**8+this[++e],i=this[++e]*2**24+this[++e]*2**16+this[++e]*2**8+r;return(BigInt(o)<<BigInt(32))+BigInt(i)};m.prototype.readIntLE=function(e,n,r){e=e>>>0,n=n>>>0,r||pe(e,n,this.length);let o=this[e],i=1,s=0;for(;++s<n&&(i*=256);)o+=this[e+s]*i;return i*=128,o>=i&&(o-=Math.pow(2,8*n)),o};m.prototype.readIntBE=function(e,n,r){e=e>>>0,n=n>>>0,r||pe(e,n,this.length);let o=n,i=1,s=this[e+--o];for(;o>0&&(i*=256);)s+=this[e+--o]*i;return i*=128,s>=i&&(s-=Math.pow(2,8*n)),s};m.prototype.readInt8=function(e,n){return e=e>>>0,n||pe(e,1,this.length),this[e]&128?(255-this[e]+1)*-1:this[e]};m.prototype.readInt16LE=function(e,n){e=e>>>0,n||pe(e,2,this.length);let r=this[e]|this[e+1]<<8;return r&32768?r|4294901760:r};m.prototype.readInt16BE=function(e,n){e=e>>>0,n||pe(e,2,this.length);let r=this[e+1]|this[e]<<8;return r&32768?r|4294901760:r};m.prototype.readInt32LE=function(e,n){return e=e>>>0,n||pe(e,4,this.length),this[e]|this[e+1]<<8|this[e+2]<<16|this[e+3]<<24};m.prototype.readInt32BE=function(e,n){return e=e>>>0,n||pe(e,4,this.length),this[e]<<24|this[e+1]<<16|this[e+2]<<8|this[e+3]};m.prototype.readBigInt64LE=function(e){e=e>>>0,tt(e,"offset");let n=this[e],r=this[e+7];(n===void 0||r===void 0)&&mt(e,this.length-8);let o=this[e+4]+this[e+5]*2**8+this[e+6]*2**16+(r<<24);return(BigInt(o)<<BigInt(32))+BigInt(n+this[++e]*2**8+this[++e]*2**16+this[++e]*2**24)};m.prototype.readBigInt64BE=function(e){e=e>>>0,tt(e,"offset");let n=this[e],r=this[e+7];(n===void 0||r===void 0)&&mt(e,this.length-8);let o=(n<<24)+this[++e]*2**16+this[++e]*2**8+this[++e];return(BigInt(o)<<BigInt(32))+BigInt(this[++e]*2**24+this[++e]*2**16+this[++e]*2**8+r)};m.prototype.readFloatLE=function(e,n){return e=e>>>0,n||pe(e,4,this.length),ht(this,e,!0,23,4)};m.prototype.readFloatBE=function(e,n){return e=e>>>0,n||pe(e,4,this.length),ht(this,e,!1,23,4)};m.prototype.readDoubleLE=function(e,n){return e=e>>>0,n||pe(e,8,this.length),ht(this,e,!0,52,8)};m.prototype.readDoubleBE=function(e,n){return e=e>>>0,n||pe(e,8,this.length),ht(this,e,!1,52,8)};function ye(t,e,n,r,o,i){if(!m.isBuffer(t))throw new TypeError('"buffer" argument must be a Buffer instance');if(e>o||e<i)throw new RangeError('"value" argument is out of bounds');if(n+r>t.length)throw new RangeError("Index out of range")}m.prototype.writeUintLE=m.prototype.writeUIntLE=function(e,n,r,o){if(e=+e,n=n>>>0,r=r>>>0,!o){let c=Math.pow(2,8*r)-1;ye(this,e,n,r,c,0)}let i=1,s=0;for(this[n]=e&255;++s<r&&(i*=256);)this[n+s]=e/i&255;return n+r};m.prototype.writeUintBE=m.prototype.writeUIntBE=function(e,n,r,o){if(e=+e,n=n>>>0,r=r>>>0,!o){let c=Math.pow(2,8*r)-1;ye(this,e,n,r,c,0)}let i=r-1,s=1;for(this[n+i]=e&255;--i>=0&&(s*=256);)this[n+i]=e/s&255;return n+r};m.prototype.writeUint8=m.prototype.writeUInt8=function(e,n,r){return e=+e,n=n>>>0,r||ye(this,e,n,1,255,0),this[n]=e&255,n+1};m.prototype.writeUint16LE=m.prototype.writeUInt16LE=function(e,n,r){return e=+e,n=n>>>0,r||ye(this,e,n,2,65535,0),this[n]=e&255,this[n+1]=e>>>8,n+2};m.prototype.writeUint16BE=m.prototype.writeUInt16BE=function(e,n,r){return e=+e,n=n>>>0,r||ye(this,e,n,2,65535,0),this[n]=e>>>8,this[n+1]=e&255,n+2};m.prototype.writeUint32LE=m.prototype.writeUInt32LE=function(e,n,r){return e=+e,n=n>>>0,r||ye(this,e,n,4,4294967295,0),this[n+3]=e>>>24,this[n+2]=e>>>16,this[n+1]=e>>>8,this[n]=e&255,n+4};m.prototype.writeUint32BE=m.prototype.writeUInt32BE=function(e,n,r){return e=+e,n=n>>>0,r||ye(this,e,n,4,4294967295,0),this[n]=e>>>24,this[n+1]=e>>>16,this[n+2]=e>>>8,this[n+3]=e&255,n+4};function So(t,e,n,r,o){To(e,r,o,t,n,7);let i=Number(e&BigInt(4294967295));t[n++]=i,i=i>>8,t[n++]=i,i=i>>8,t[n++]=i,i=i>>8,t[n++]=i;let s=Number(e>>BigInt(32)&BigInt(4294967295));return t[n++]=s,s=s>>8,t[n++]=s,s=s>>8,t[n++]=s,s=s>>8,t[n++]=s,n}function wo(t,e,n,r,o){To(e,r,o,t,n,7);let i=Number(e&BigInt(4294967295));t[n+7]=i,i=i>>8,t[n+6]=i,i=i>>8,t[n+5]=i,i=i>>8,t[n+4]=i;let s=Number(e>>BigInt(32)&BigInt(4294967295));return t[n+3]=s,s=s>>8,t[n+2]=s,s=s>>8,t[n+1]=s,s=s>>8,t[n]=s,n+8}m.prototype.writeBigUInt64LE=function(e,n=0){return So(this,e,n,BigInt(0),BigInt("0xffffffffffffffff"))};m.prototype.writeBigUInt64BE=function(e,n=0){return wo(this,e,n,BigInt(0),BigInt("0xffffffffffffffff"))};m.prototype.writeIntLE=function(e,n,r,o){if(e=+e,n=n>>>0,!o){let a=Math.pow(2,8*r-1);ye(this,e,n,r,a-1,-a)}let i=0,s=1,c=0;for(this[n]=e&255;++i<r&&(s*=256);)e<0&&c===0&&this[n+i-1]!==0&&(c=1),this[n+i]=(e/s>>0)-c&255;return n+r};m.prototype.writeIntBE=function(e,n,r,o){if(e=+e,n=n>>>0,!o){let a=Math.pow(2,8*r-1);ye(this,e,n,r,a-1,-a)}let i=r-1,s=1,c=0;for(this[n+i]=e&255;--i>=0&&(s*=256);)e<0&&c===0&&this[n+i+1]!==0&&(c=1),this[n+i]=(e/s>>0)-c&255;return n+r};m.prototype.writeInt8=function(e,n,r){return e=+e,n=n>>>0,r||ye(this,e,n,1,127,-128),e<0&&(e=255+e+1),this[n]=e&255,n+1};m.prototype.writeInt16LE=function(e,n,r){return e=+e,n=n>>>0,r||ye(this,e,n,2,32767,-32768),this[n]=e&255,this[n+1]=e>>>8,n+2};m.prototype.writeInt16BE=function(e,n,r){return e=+e,n=n>>>0,r||ye(this,e,n,2,32767,-32768),this[n]=e>>>8,this[n+1]=e&255,n+2};m.prototype.writeInt32LE=function(e,n,r){return e=+e,n=n>>>0,r||ye(this,e,n,4,2147483647,-2147483648),this[n]=e&255,this[n+1]=e>>>8,this[n+2]=e>>>16,this[n+3]=e>>>24,n+4};m.prototype.writeInt32BE=function(e,n,r){return e=+e,n=n>>>0,r||ye(this,e,n,4,2147483647,-2147483648),e<0&&(e=4294967295+e+1),this[n]=e>>>24,this[n+1]=e>>>16,this[n+2]=e>>>8,this[n+3]=e&255,n+4};m.prototype.writeBigInt64LE=function(e,n=0){return So(this,e,n,-BigInt("0x8000000000000000"),BigInt("0x7fffffffffffffff"))};m.prototype.writeBigInt64BE=function(e,n=0){return wo(this,e,n,-BigInt("0x8000000000000000"),BigInt("0x7fffffffffffffff"))};function Io(t,e,n,r,o,i){if(n+r>t.length)throw new RangeError("Index out of range");if(n<0)throw new RangeError("Index out of range")}function xo(t,e,n,r,o){return e=+e,n=n>>>0,o||Io(t,e,n,4,34028234663852886e22,-34028234663852886e22),yn(t,e,n,r,23,4),n+4}m.prototype.writeFloatLE=function(e,n,r){return xo(this,e,n,!0,r)};m.prototype.writeFloatBE=function(e,n,r){return xo(this,e,n,!1,r)};function Ao(t,e,n,r,o){return e=+e,n=n>>>0,o||Io(t,e,n,8,17976931348623157e292,-17976931348623157e292),yn(t,e,n,r,52,8),n+8}m.prototype.writeDoubleLE=function(e,n,r){return Ao(this,e,n,!0,r)};m.prototype.writeDoubleBE=function(e,n,r){return Ao(this,e,n,!1,r)};m.prototype.copy=function(e,n,r,o){if(!m.isBuffer(e))throw new TypeError("argument should be a Buffer");if(r||(r=0),!o&&o!==0&&(o=this.length),n>=e.length&&(n=e.length),n||(n=0),o>0&&o<r&&(o=r),o===r||e.length===0||this.length===0)return 0;if(n<0)throw new RangeError("targetStart out of bounds");if(r<0||r>=this.length)throw new RangeError("Index out of range");if(o<0)throw new RangeError("sourceEnd out of bounds");o>this.length&&(o=this.length),e.length-n<o-r&&(o=e.length-n+r);let i=o-r;return this===e?this.copyWithin(n,r,o):Uint8Array.prototype.set.call(e,this.subarray(r,o),n),i};m.prototype.fill=function(e,n,r,o){if(typeof e=="string"){if(typeof n=="string"?(o=n,n=0,r=this.length):typeof r=="string"&&(o=r,r=this.length),o!==void 0&&typeof o!="string")throw new TypeError("encoding must be a string");if(typeof o=="string"&&!m.isEncoding(o))throw new TypeError("Unknown encoding: "+o);if(e.length===1){let s=e.charCodeAt(0);(o==="utf8"&&s<128||o==="latin1")&&(e=s)}}else typeof e=="number"?e=e&255:typeof e=="boolean"&&(e=Number(e));if(n<0||this.length<n||this.length<r)throw new RangeError("Out of range index");if(r<=n)return this;n=n>>>0,r=r===void 0?this.length:r>>>0,e||(e=0);let i;if(typeof e=="number")for(i=n;i<r;++i)this[i]=e;else{let s=m.isBuffer(e)?e:m.from(e,o),c=s.length;if(c===0)throw new TypeError('The value "'+e+'" is invalid for argument "value"');for(i=0;i<r-n;++i)this[i+n]=s[i%c]}return this};var et={};function xn(t,e,n){et[t]=class extends n{constructor(){super(),Object.defineProperty(this,"message",{value:e.apply(this,arguments),writable:!0,configurable:!0}),this.name=`${this.name} [${t}]`,this.stack,delete this.name}get code(){return t}set code(o){Object.defineProperty(this,"code",{configurable:!0,enumerable:!0,value:o,writable:!0})}toString(){return`${this.name} [${t}]: ${this.message}`}}}xn("ERR_BUFFER_OUT_OF_BOUNDS",function(t){return t?`${t} is outside of buffer bounds`:"Attempt to access memory outside buffer bounds"},RangeError);xn("ERR_INVALID_ARG_TYPE",function(t,e){return`The "${t}" argument must be of type number. Received type ${typeof e}`},TypeError);xn("ERR_OUT_OF_RANGE",function(t,e,n){let r=`The value of "${t}" is out of range.`,o=n;return Number.isInteger(n)&&Math.abs(n)>2**32?o=_o(String(n)):typeof n=="bigint"&&(o=String(n),(n>BigInt(2)**BigInt(32)||n<-(BigInt(2)**BigInt(32)))&&(o=_o(o)),o+="n"),r+=` It must be ${e}. Received ${o}`,r},RangeError);function _o(t){let e="",n=t.length,r=t[0]==="-"?1:0;for(;n>=r+4;n-=3)e=`_${t.slice(n-3,n)}${e}`;return`${t.slice(0,n)}${e}`}function da(t,e,n){tt(e,"offset"),(t[e]===void 0||t[e+n]===void 0)&&mt(e,t.length-(n+1))}function To(t,e,n,r,o,i){if(t>n||t<e){let s=typeof e=="bigint"?"n":"",c;throw i>3?e===0||e===BigInt(0)?c=`>= 0${s} and < 2${s} ** ${(i+1)*8}${s}`:c=`>= -(2${s} ** ${(i+1)*8-1}${s}) and < 2 ** ${(i+1)*8-1}${s}`:c=`>= ${e}${s} and <= ${n}${s}`,new et.ERR_OUT_OF_RANGE("value",c,t)}da(r,o,i)}function tt(t,e){if(typeof t!="number")throw new et.ERR_INVALID_ARG_TYPE(e,"number",t)}function mt(t,e,n){throw Math.floor(t)!==t?(tt(t,n),new et.ERR_OUT_OF_RANGE(n||"offset","an integer",t)):e<0?new et.ERR_BUFFER_OUT_OF_BOUNDS:new et.ERR_OUT_OF_RANGE(n||"offset",`>= ${n?1:0} and <= ${e}`,t)}var ua=/[^+/0-9A-Za-z-_]/g;function pa(t){if(t=t.split("=")[0],t=t.trim().replace(ua,""),t.length<2)return"";for(;t.length%4!==0;)t=t+"=";return t}function Sn(t,e){e=e||1/0;let n,r=t.length,o=null,i=[];for(let s=0;s<r;++s){if(n=t.charCodeAt(s),n>55295&&n<57344){if(!o){if(n>56319){(e-=3)>-1&&i.push(239,191,189);continue}else if(s+1===r){(e-=3)>-1&&i.push(239,191,189);continue}o=n;continue}if(n<56320){(e-=3)>-1&&i.push(239,191,189),o=n;continue}n=(o-55296<<10|n-56320)+65536}else o&&(e-=3)>-1&&i.push(239,191,189);if(o=null,n<128){if((e-=1)<0)break;i.push(n)}else if(n<2048){if((e-=2)<0)break;i.push(n>>6|192,n&63|128)}else if(n<65536){if((e-=3)<0)break;i.push(n>>12|224,n>>6&63|128,n&63|128)}else if(n<1114112){if((e-=4)<0)break;i.push(n>>18|240,n>>12&63|128,n>>6&63|128,n&63|128)}else throw new Error("Invalid code point")}return i}function fa(t){let e=[];for(let n=0;n<t.length;++n)e.push(t.charCodeAt(n)&255);return e}function ha(t,e){let n,r,o,i=[];for(let s=0;s<t.length&&!((e-=2)<0);++s)n=t.charCodeAt(s),r=n>>8,o=n%256,i.push(o),i.push(r);return i}function Co(t){return fo(pa(t))}function Dt(t,e,n,r){let o;for(o=0;o<r&&!(o+n>=e.length||o>=t.length);++o)e[o+n]=t[o];return o}var ma=function(){let t="0123456789abcdef",e=new Array(256);for(let n=0;n<16;++n){let r=n*16;for(let o=0;o<16;++o)e[r+o]=t[n]+t[o]}return e}();var rn={};Bs(rn,{ArtMethod:()=>qt,ArtStackVisitor:()=>or,DVM_JNI_ENV_OFFSET_SELF:()=>Ko,HandleVector:()=>St,VariableSizedHandleScope:()=>wt,backtrace:()=>br,deoptimizeBootImage:()=>Ir,deoptimizeEverything:()=>wr,deoptimizeMethod:()=>Sr,ensureClassInitialized:()=>Dl,getAndroidApiLevel:()=>ae,getAndroidVersion:()=>It,getApi:()=>q,getArtApexVersion:()=>pr,getArtClassSpec:()=>hr,getArtFieldSpec:()=>tn,getArtMethodSpec:()=>Se,getArtThreadFromEnv:()=>nn,getArtThreadSpec:()=>ot,makeArtClassLoaderVisitor:()=>yr,makeArtClassVisitor:()=>gr,makeMethodMangler:()=>Md,makeObjectVisitorPredicate:()=>Ar,revertGlobalPatches:()=>Er,translateMethod:()=>Nd,withAllArtThreadsSuspended:()=>_r,withRunnableArtThread:()=>Ae});var{pageSize:An,pointerSize:_a}=Process,Tn=class{constructor(e){this.sliceSize=e,this.slicesPerPage=An/e,this.pages=[],this.free=[]}allocateSlice(e,n){let r=e.near===void 0,o=n===1;if(r&&o){let i=this.free.pop();if(i!==void 0)return i}else if(n<An){let{free:i}=this,s=i.length,c=o?null:ptr(n-1);for(let a=0;a!==s;a++){let l=i[a],d=r||this._isSliceNear(l,e),p=o||l.and(c).isNull();if(d&&p)return i.splice(a,1)[0]}}return this._allocatePage(e)}_allocatePage(e){let n=Memory.alloc(An,e),{sliceSize:r,slicesPerPage:o}=this;for(let i=1;i!==o;i++){let s=n.add(i*r);this.free.push(s)}return this.pages.push(n),n}_isSliceNear(e,n){let r=e.add(this.sliceSize),{near:o,maxDistance:i}=n,s=Lo(o.sub(e)),c=Lo(o.sub(r));return s.compare(i)<=0&&c.compare(i)<=0}freeSlice(e){this.free.push(e)}};function Lo(t){let e=_a===4?31:63,n=ptr(1).shl(e).not();return t.and(n)}function Cn(t){return new Tn(t)}function _e(t,e){if(e!==0)throw new Error(t+" failed: "+e)}var Ut={v1_0:805371904,v1_2:805372416},Bt={canTagObjects:1},{pointerSize:ga}=Process,ya={exceptions:"propagate"};function Oe(t,e){this.handle=t,this.vm=e,this.vtable=t.readPointer()}Oe.prototype.deallocate=_t(47,"int32",["pointer","pointer"],function(t,e){return t(this.handle,e)});Oe.prototype.getLoadedClasses=_t(78,"int32",["pointer","pointer","pointer"],function(t,e,n){let r=t(this.handle,e,n);_e("EnvJvmti::getLoadedClasses",r)});Oe.prototype.iterateOverInstancesOfClass=_t(112,"int32",["pointer","pointer","int","pointer","pointer"],function(t,e,n,r,o){let i=t(this.handle,e,n,r,o);_e("EnvJvmti::iterateOverInstancesOfClass",i)});Oe.prototype.getObjectsWithTags=_t(114,"int32",["pointer","int","pointer","pointer","pointer","pointer"],function(t,e,n,r,o,i){let s=t(this.handle,e,n,r,o,i);_e("EnvJvmti::getObjectsWithTags",s)});Oe.prototype.addCapabilities=_t(142,"int32",["pointer","pointer"],function(t,e){return t(this.handle,e)});function _t(t,e,n,r){let o=null;return function(){o===null&&(o=new NativeFunction(this.vtable.add((t-1)*ga).readPointer(),e,n,ya));let i=[o];return i=i.concat.apply(i,arguments),r.apply(this,i)}}function Pe(t,e,{limit:n}){let r=t,o=null;for(let i=0;i!==n;i++){let s=Instruction.parse(r),c=e(s,o);if(c!==null)return c;r=s.next,o=s}return null}function me(t){let e=null,n=!1;return function(...r){return n||(e=t(...r),n=!0),e}}function b(t,e){this.handle=t,this.vm=e}var Vt=Process.pointerSize,Ue=2,ba=28,Ea=34,va=37,Sa=40,wa=43,Ia=46,xa=49,Aa=52,Ta=55,Ca=58,La=61,ka=64,Ma=67,Na=70,ja=73,Ra=76,Oa=79,Pa=82,Fa=85,Da=88,Ua=91,Ba=114,Va=117,za=120,Ja=123,$a=126,Ga=129,Ha=132,Za=135,Wa=138,qa=141,Ka=95,Qa=96,Xa=97,Ya=98,ec=99,tc=100,nc=101,rc=102,oc=103,ic=104,sc=105,ac=106,cc=107,lc=108,dc=109,uc=110,pc=111,fc=112,hc=145,mc=146,_c=147,gc=148,yc=149,bc=150,Ec=151,vc=152,Sc=153,wc=154,Ic=155,xc=156,Ac=157,Tc=158,Cc=159,Lc=160,kc=161,Mc=162,Nc={pointer:Ea,uint8:va,int8:Sa,uint16:wa,int16:Ia,int32:xa,int64:Aa,float:Ta,double:Ca,void:La},jc={pointer:ka,uint8:Ma,int8:Na,uint16:ja,int16:Ra,int32:Oa,int64:Pa,float:Fa,double:Da,void:Ua},Rc={pointer:Ba,uint8:Va,int8:za,uint16:Ja,int16:$a,int32:Ga,int64:Ha,float:Za,double:Wa,void:qa},Oc={pointer:Ka,uint8:Qa,int8:Xa,uint16:Ya,int16:ec,int32:tc,int64:nc,float:rc,double:oc},Pc={pointer:ic,uint8:sc,int8:ac,uint16:cc,int16:lc,int32:dc,int64:uc,float:pc,double:fc},Fc={pointer:hc,uint8:mc,int8:_c,uint16:gc,int16:yc,int32:bc,int64:Ec,float:vc,double:Sc},Dc={pointer:wc,uint8:Ic,int8:xc,uint16:Ac,int16:Tc,int32:Cc,int64:Lc,float:kc,double:Mc},Mo={exceptions:"propagate"},Ln=null,Bn=[];b.dispose=function(t){Bn.forEach(t.deleteGlobalRef,t),Bn=[]};function He(t){return Bn.push(t),t}function zt(t){return Ln===null&&(Ln=t.handle.readPointer()),Ln}function L(t,e,n,r){let o=null;return function(){o===null&&(o=new NativeFunction(zt(this).add(t*Vt).readPointer(),e,n,Mo));let i=[o];return i=i.concat.apply(i,arguments),r.apply(this,i)}}b.prototype.getVersion=L(4,"int32",["pointer"],function(t){return t(this.handle)});b.prototype.findClass=L(6,"pointer",["pointer","pointer"],function(t,e){let n=t(this.handle,Memory.allocUtf8String(e));return this.throwIfExceptionPending(),n});b.prototype.throwIfExceptionPending=function(){let t=this.exceptionOccurred();if(t.isNull())return;this.exceptionClear();let e=this.newGlobalRef(t);this.deleteLocalRef(t);let n=this.vaMethod("pointer",[])(this.handle,e,this.javaLangObject().toString),r=this.stringFromJni(n);this.deleteLocalRef(n);let o=new Error(r);throw o.$h=e,Script.bindWeak(o,Uc(this.vm,e)),o};function Uc(t,e){return function(){t.perform(n=>{n.deleteGlobalRef(e)})}}b.prototype.fromReflectedMethod=L(7,"pointer",["pointer","pointer"],function(t,e){return t(this.handle,e)});b.prototype.fromReflectedField=L(8,"pointer",["pointer","pointer"],function(t,e){return t(this.handle,e)});b.prototype.toReflectedMethod=L(9,"pointer",["pointer","pointer","pointer","uint8"],function(t,e,n,r){return t(this.handle,e,n,r)});b.prototype.getSuperclass=L(10,"pointer",["pointer","pointer"],function(t,e){return t(this.handle,e)});b.prototype.isAssignableFrom=L(11,"uint8",["pointer","pointer","pointer"],function(t,e,n){return!!t(this.handle,e,n)});b.prototype.toReflectedField=L(12,"pointer",["pointer","pointer","pointer","uint8"],function(t,e,n,r){return t(this.handle,e,n,r)});b.prototype.throw=L(13,"int32",["pointer","pointer"],function(t,e){return t(this.handle,e)});b.prototype.exceptionOccurred=L(15,"pointer",["pointer"],function(t){return t(this.handle)});b.prototype.exceptionDescribe=L(16,"void",["pointer"],function(t){t(this.handle)});b.prototype.exceptionClear=L(17,"void",["pointer"],function(t){t(this.handle)});b.prototype.pushLocalFrame=L(19,"int32",["pointer","int32"],function(t,e){return t(this.handle,e)});b.prototype.popLocalFrame=L(20,"pointer",["pointer","pointer"],function(t,e){return t(this.handle,e)});b.prototype.newGlobalRef=L(21,"pointer",["pointer","pointer"],function(t,e){return t(this.handle,e)});b.prototype.deleteGlobalRef=L(22,"void",["pointer","pointer"],function(t,e){t(this.handle,e)});b.prototype.deleteLocalRef=L(23,"void",["pointer","pointer"],function(t,e){t(this.handle,e)});b.prototype.isSameObject=L(24,"uint8",["pointer","pointer","pointer"],function(t,e,n){return!!t(this.handle,e,n)});b.prototype.newLocalRef=L(25,"pointer",["pointer","pointer"],function(t,e){return t(this.handle,e)});b.prototype.allocObject=L(27,"pointer",["pointer","pointer"],function(t,e){return t(this.handle,e)});b.prototype.getObjectClass=L(31,"pointer",["pointer","pointer"],function(t,e){return t(this.handle,e)});b.prototype.isInstanceOf=L(32,"uint8",["pointer","pointer","pointer"],function(t,e,n){return!!t(this.handle,e,n)});b.prototype.getMethodId=L(33,"pointer",["pointer","pointer","pointer","pointer"],function(t,e,n,r){return t(this.handle,e,Memory.allocUtf8String(n),Memory.allocUtf8String(r))});b.prototype.getFieldId=L(94,"pointer",["pointer","pointer","pointer","pointer"],function(t,e,n,r){return t(this.handle,e,Memory.allocUtf8String(n),Memory.allocUtf8String(r))});b.prototype.getIntField=L(100,"int32",["pointer","pointer","pointer"],function(t,e,n){return t(this.handle,e,n)});b.prototype.getStaticMethodId=L(113,"pointer",["pointer","pointer","pointer","pointer"],function(t,e,n,r){return t(this.handle,e,Memory.allocUtf8String(n),Memory.allocUtf8String(r))});b.prototype.getStaticFieldId=L(144,"pointer",["pointer","pointer","pointer","pointer"],function(t,e,n,r){return t(this.handle,e,Memory.allocUtf8String(n),Memory.allocUtf8String(r))});b.prototype.getStaticIntField=L(150,"int32",["pointer","pointer","pointer"],function(t,e,n){return t(this.handle,e,n)});b.prototype.getStringLength=L(164,"int32",["pointer","pointer"],function(t,e){return t(this.handle,e)});b.prototype.getStringChars=L(165,"pointer",["pointer","pointer","pointer"],function(t,e){return t(this.handle,e,NULL)});b.prototype.releaseStringChars=L(166,"void",["pointer","pointer","pointer"],function(t,e,n){t(this.handle,e,n)});b.prototype.newStringUtf=L(167,"pointer",["pointer","pointer"],function(t,e){let n=Memory.allocUtf8String(e);return t(this.handle,n)});b.prototype.getStringUtfChars=L(169,"pointer",["pointer","pointer","pointer"],function(t,e){return t(this.handle,e,NULL)});b.prototype.releaseStringUtfChars=L(170,"void",["pointer","pointer","pointer"],function(t,e,n){t(this.handle,e,n)});b.prototype.getArrayLength=L(171,"int32",["pointer","pointer"],function(t,e){return t(this.handle,e)});b.prototype.newObjectArray=L(172,"pointer",["pointer","int32","pointer","pointer"],function(t,e,n,r){return t(this.handle,e,n,r)});b.prototype.getObjectArrayElement=L(173,"pointer",["pointer","pointer","int32"],function(t,e,n){return t(this.handle,e,n)});b.prototype.setObjectArrayElement=L(174,"void",["pointer","pointer","int32","pointer"],function(t,e,n,r){t(this.handle,e,n,r)});b.prototype.newBooleanArray=L(175,"pointer",["pointer","int32"],function(t,e){return t(this.handle,e)});b.prototype.newByteArray=L(176,"pointer",["pointer","int32"],function(t,e){return t(this.handle,e)});b.prototype.newCharArray=L(177,"pointer",["pointer","int32"],function(t,e){return t(this.handle,e)});b.prototype.newShortArray=L(178,"pointer",["pointer","int32"],function(t,e){return t(this.handle,e)});b.prototype.newIntArray=L(179,"pointer",["pointer","int32"],function(t,e){return t(this.handle,e)});b.prototype.newLongArray=L(180,"pointer",["pointer","int32"],function(t,e){return t(this.handle,e)});b.prototype.newFloatArray=L(181,"pointer",["pointer","int32"],function(t,e){return t(this.handle,e)});b.prototype.newDoubleArray=L(182,"pointer",["pointer","int32"],function(t,e){return t(this.handle,e)});b.prototype.getBooleanArrayElements=L(183,"pointer",["pointer","pointer","pointer"],function(t,e){return t(this.handle,e,NULL)});b.prototype.getByteArrayElements=L(184,"pointer",["pointer","pointer","pointer"],function(t,e){return t(this.handle,e,NULL)});b.prototype.getCharArrayElements=L(185,"pointer",["pointer","pointer","pointer"],function(t,e){return t(this.handle,e,NULL)});b.prototype.getShortArrayElements=L(186,"pointer",["pointer","pointer","pointer"],function(t,e){return t(this.handle,e,NULL)});b.prototype.getIntArrayElements=L(187,"pointer",["pointer","pointer","pointer"],function(t,e){return t(this.handle,e,NULL)});b.prototype.getLongArrayElements=L(188,"pointer",["pointer","pointer","pointer"],function(t,e){return t(this.handle,e,NULL)});b.prototype.getFloatArrayElements=L(189,"pointer",["pointer","pointer","pointer"],function(t,e){return t(this.handle,e,NULL)});b.prototype.getDoubleArrayElements=L(190,"pointer",["pointer","pointer","pointer"],function(t,e){return t(this.handle,e,NULL)});b.prototype.releaseBooleanArrayElements=L(191,"pointer",["pointer","pointer","pointer","int32"],function(t,e,n){t(this.handle,e,n,Ue)});b.prototype.releaseByteArrayElements=L(192,"pointer",["pointer","pointer","pointer","int32"],function(t,e,n){t(this.handle,e,n,Ue)});b.prototype.releaseCharArrayElements=L(193,"pointer",["pointer","pointer","pointer","int32"],function(t,e,n){t(this.handle,e,n,Ue)});b.prototype.releaseShortArrayElements=L(194,"pointer",["pointer","pointer","pointer","int32"],function(t,e,n){t(this.handle,e,n,Ue)});b.prototype.releaseIntArrayElements=L(195,"pointer",["pointer","pointer","pointer","int32"],function(t,e,n){t(this.handle,e,n,Ue)});b.prototype.releaseLongArrayElements=L(196,"pointer",["pointer","pointer","pointer","int32"],function(t,e,n){t(this.handle,e,n,Ue)});b.prototype.releaseFloatArrayElements=L(197,"pointer",["pointer","pointer","pointer","int32"],function(t,e,n){t(this.handle,e,n,Ue)});b.prototype.releaseDoubleArrayElements=L(198,"pointer",["pointer","pointer","pointer","int32"],function(t,e,n){t(this.handle,e,n,Ue)});b.prototype.getByteArrayRegion=L(200,"void",["pointer","pointer","int","int","pointer"],function(t,e,n,r,o){t(this.handle,e,n,r,o)});b.prototype.setBooleanArrayRegion=L(207,"void",["pointer","pointer","int32","int32","pointer"],function(t,e,n,r,o){t(this.handle,e,n,r,o)});b.prototype.setByteArrayRegion=L(208,"void",["pointer","pointer","int32","int32","pointer"],function(t,e,n,r,o){t(this.handle,e,n,r,o)});b.prototype.setCharArrayRegion=L(209,"void",["pointer","pointer","int32","int32","pointer"],function(t,e,n,r,o){t(this.handle,e,n,r,o)});b.prototype.setShortArrayRegion=L(210,"void",["pointer","pointer","int32","int32","pointer"],function(t,e,n,r,o){t(this.handle,e,n,r,o)});b.prototype.setIntArrayRegion=L(211,"void",["pointer","pointer","int32","int32","pointer"],function(t,e,n,r,o){t(this.handle,e,n,r,o)});b.prototype.setLongArrayRegion=L(212,"void",["pointer","pointer","int32","int32","pointer"],function(t,e,n,r,o){t(this.handle,e,n,r,o)});b.prototype.setFloatArrayRegion=L(213,"void",["pointer","pointer","int32","int32","pointer"],function(t,e,n,r,o){t(this.handle,e,n,r,o)});b.prototype.setDoubleArrayRegion=L(214,"void",["pointer","pointer","int32","int32","pointer"],function(t,e,n,r,o){t(this.handle,e,n,r,o)});b.prototype.registerNatives=L(215,"int32",["pointer","pointer","pointer","int32"],function(t,e,n,r){return t(this.handle,e,n,r)});b.prototype.monitorEnter=L(217,"int32",["pointer","pointer"],function(t,e){return t(this.handle,e)});b.prototype.monitorExit=L(218,"int32",["pointer","pointer"],function(t,e){return t(this.handle,e)});b.prototype.getDirectBufferAddress=L(230,"pointer",["pointer","pointer"],function(t,e){return t(this.handle,e)});b.prototype.getObjectRefType=L(232,"int32",["pointer","pointer"],function(t,e){return t(this.handle,e)});var ko=new Map;function Jt(t,e,n,r){return zn(this,"p",Vc,t,e,n,r)}function Vn(t,e,n,r){return zn(this,"v",zc,t,e,n,r)}function Bc(t,e,n,r){return zn(this,"n",Jc,t,e,n,r)}function zn(t,e,n,r,o,i,s){if(s!==void 0)return n(t,r,o,i,s);let c=[r,e,o].concat(i).join("|"),a=ko.get(c);return a===void 0&&(a=n(t,r,o,i,Mo),ko.set(c,a)),a}function Vc(t,e,n,r,o){return new NativeFunction(zt(t).add(e*Vt).readPointer(),n,["pointer","pointer","pointer"].concat(r),o)}function zc(t,e,n,r,o){return new NativeFunction(zt(t).add(e*Vt).readPointer(),n,["pointer","pointer","pointer","..."].concat(r),o)}function Jc(t,e,n,r,o){return new NativeFunction(zt(t).add(e*Vt).readPointer(),n,["pointer","pointer","pointer","pointer","..."].concat(r),o)}b.prototype.constructor=function(t,e){return Vn.call(this,ba,"pointer",t,e)};b.prototype.vaMethod=function(t,e,n){let r=Nc[t];if(r===void 0)throw new Error("Unsupported type: "+t);return Vn.call(this,r,t,e,n)};b.prototype.nonvirtualVaMethod=function(t,e,n){let r=jc[t];if(r===void 0)throw new Error("Unsupported type: "+t);return Bc.call(this,r,t,e,n)};b.prototype.staticVaMethod=function(t,e,n){let r=Rc[t];if(r===void 0)throw new Error("Unsupported type: "+t);return Vn.call(this,r,t,e,n)};b.prototype.getField=function(t){let e=Oc[t];if(e===void 0)throw new Error("Unsupported type: "+t);return Jt.call(this,e,t,[])};b.prototype.getStaticField=function(t){let e=Fc[t];if(e===void 0)throw new Error("Unsupported type: "+t);return Jt.call(this,e,t,[])};b.prototype.setField=function(t){let e=Pc[t];if(e===void 0)throw new Error("Unsupported type: "+t);return Jt.call(this,e,"void",[t])};b.prototype.setStaticField=function(t){let e=Dc[t];if(e===void 0)throw new Error("Unsupported type: "+t);return Jt.call(this,e,"void",[t])};var kn=null;b.prototype.javaLangClass=function(){if(kn===null){let t=this.findClass("java/lang/Class");try{let e=this.getMethodId.bind(this,t);kn={handle:He(this.newGlobalRef(t)),getName:e("getName","()Ljava/lang/String;"),getSimpleName:e("getSimpleName","()Ljava/lang/String;"),getGenericSuperclass:e("getGenericSuperclass","()Ljava/lang/reflect/Type;"),getDeclaredConstructors:e("getDeclaredConstructors","()[Ljava/lang/reflect/Constructor;"),getDeclaredMethods:e("getDeclaredMethods","()[Ljava/lang/reflect/Method;"),getDeclaredFields:e("getDeclaredFields","()[Ljava/lang/reflect/Field;"),isArray:e("isArray","()Z"),isPrimitive:e("isPrimitive","()Z"),isInterface:e("isInterface","()Z"),getComponentType:e("getComponentType","()Ljava/lang/Class;")}}finally{this.deleteLocalRef(t)}}return kn};var Mn=null;b.prototype.javaLangObject=function(){if(Mn===null){let t=this.findClass("java/lang/Object");try{let e=this.getMethodId.bind(this,t);Mn={handle:He(this.newGlobalRef(t)),toString:e("toString","()Ljava/lang/String;"),getClass:e("getClass","()Ljava/lang/Class;")}}finally{this.deleteLocalRef(t)}}return Mn};var Nn=null;b.prototype.javaLangReflectConstructor=function(){if(Nn===null){let t=this.findClass("java/lang/reflect/Constructor");try{Nn={getGenericParameterTypes:this.getMethodId(t,"getGenericParameterTypes","()[Ljava/lang/reflect/Type;")}}finally{this.deleteLocalRef(t)}}return Nn};var jn=null;b.prototype.javaLangReflectMethod=function(){if(jn===null){let t=this.findClass("java/lang/reflect/Method");try{let e=this.getMethodId.bind(this,t);jn={getName:e("getName","()Ljava/lang/String;"),getGenericParameterTypes:e("getGenericParameterTypes","()[Ljava/lang/reflect/Type;"),getParameterTypes:e("getParameterTypes","()[Ljava/lang/Class;"),getGenericReturnType:e("getGenericReturnType","()Ljava/lang/reflect/Type;"),getGenericExceptionTypes:e("getGenericExceptionTypes","()[Ljava/lang/reflect/Type;"),getModifiers:e("getModifiers","()I"),isVarArgs:e("isVarArgs","()Z")}}finally{this.deleteLocalRef(t)}}return jn};var Rn=null;b.prototype.javaLangReflectField=function(){if(Rn===null){let t=this.findClass("java/lang/reflect/Field");try{let e=this.getMethodId.bind(this,t);Rn={getName:e("getName","()Ljava/lang/String;"),getType:e("getType","()Ljava/lang/Class;"),getGenericType:e("getGenericType","()Ljava/lang/reflect/Type;"),getModifiers:e("getModifiers","()I"),toString:e("toString","()Ljava/lang/String;")}}finally{this.deleteLocalRef(t)}}return Rn};var On=null;b.prototype.javaLangReflectTypeVariable=function(){if(On===null){let t=this.findClass("java/lang/reflect/TypeVariable");try{let e=this.getMethodId.bind(this,t);On={handle:He(this.newGlobalRef(t)),getName:e("getName","()Ljava/lang/String;"),getBounds:e("getBounds","()[Ljava/lang/reflect/Type;"),getGenericDeclaration:e("getGenericDeclaration","()Ljava/lang/reflect/GenericDeclaration;")}}finally{this.deleteLocalRef(t)}}return On};var Pn=null;b.prototype.javaLangReflectWildcardType=function(){if(Pn===null){let t=this.findClass("java/lang/reflect/WildcardType");try{let e=this.getMethodId.bind(this,t);Pn={handle:He(this.newGlobalRef(t)),getLowerBounds:e("getLowerBounds","()[Ljava/lang/reflect/Type;"),getUpperBounds:e("getUpperBounds","()[Ljava/lang/reflect/Type;")}}finally{this.deleteLocalRef(t)}}return Pn};var Fn=null;b.prototype.javaLangReflectGenericArrayType=function(){if(Fn===null){let t=this.findClass("java/lang/reflect/GenericArrayType");try{Fn={handle:He(this.newGlobalRef(t)),getGenericComponentType:this.getMethodId(t,"getGenericComponentType","()Ljava/lang/reflect/Type;")}}finally{this.deleteLocalRef(t)}}return Fn};var Dn=null;b.prototype.javaLangReflectParameterizedType=function(){if(Dn===null){let t=this.findClass("java/lang/reflect/ParameterizedType");try{let e=this.getMethodId.bind(this,t);Dn={handle:He(this.newGlobalRef(t)),getActualTypeArguments:e("getActualTypeArguments","()[Ljava/lang/reflect/Type;"),getRawType:e("getRawType","()Ljava/lang/reflect/Type;"),getOwnerType:e("getOwnerType","()Ljava/lang/reflect/Type;")}}finally{this.deleteLocalRef(t)}}return Dn};var Un=null;b.prototype.javaLangString=function(){if(Un===null){let t=this.findClass("java/lang/String");try{Un={handle:He(this.newGlobalRef(t))}}finally{this.deleteLocalRef(t)}}return Un};b.prototype.getClassName=function(t){let e=this.vaMethod("pointer",[])(this.handle,t,this.javaLangClass().getName);try{return this.stringFromJni(e)}finally{this.deleteLocalRef(e)}};b.prototype.getObjectClassName=function(t){let e=this.getObjectClass(t);try{return this.getClassName(e)}finally{this.deleteLocalRef(e)}};b.prototype.getActualTypeArgument=function(t){let e=this.vaMethod("pointer",[])(this.handle,t,this.javaLangReflectParameterizedType().getActualTypeArguments);if(this.throwIfExceptionPending(),!e.isNull())try{return this.getTypeNameFromFirstTypeElement(e)}finally{this.deleteLocalRef(e)}};b.prototype.getTypeNameFromFirstTypeElement=function(t){if(this.getArrayLength(t)>0){let n=this.getObjectArrayElement(t,0);try{return this.getTypeName(n)}finally{this.deleteLocalRef(n)}}else return"java.lang.Object"};b.prototype.getTypeName=function(t,e){let n=this.vaMethod("pointer",[]);if(this.isInstanceOf(t,this.javaLangClass().handle))return this.getClassName(t);if(this.isInstanceOf(t,this.javaLangReflectGenericArrayType().handle))return this.getArrayTypeName(t);if(this.isInstanceOf(t,this.javaLangReflectParameterizedType().handle)){let r=n(this.handle,t,this.javaLangReflectParameterizedType().getRawType);this.throwIfExceptionPending();let o;try{o=this.getTypeName(r)}finally{this.deleteLocalRef(r)}return e&&(o+="<"+this.getActualTypeArgument(t)+">"),o}else return this.isInstanceOf(t,this.javaLangReflectTypeVariable().handle)||this.isInstanceOf(t,this.javaLangReflectWildcardType().handle),"java.lang.Object"};b.prototype.getArrayTypeName=function(t){let e=this.vaMethod("pointer",[]);if(this.isInstanceOf(t,this.javaLangClass().handle))return this.getClassName(t);if(this.isInstanceOf(t,this.javaLangReflectGenericArrayType().handle)){let n=e(this.handle,t,this.javaLangReflectGenericArrayType().getGenericComponentType);this.throwIfExceptionPending();try{return"[L"+this.getTypeName(n)+";"}finally{this.deleteLocalRef(n)}}else return"[Ljava.lang.Object;"};b.prototype.stringFromJni=function(t){let e=this.getStringChars(t);if(e.isNull())throw new Error("Unable to access string");try{let n=this.getStringLength(t);return e.readUtf16String(n)}finally{this.releaseStringChars(t,e)}};var No=65542,nt=Process.pointerSize,Jn=Process.getCurrentThreadId(),Ze=new Map,gt=new Map;function Me(t){let e=t.vm,n=null,r=null,o=null;function i(){let c=e.readPointer(),a={exceptions:"propagate"};n=new NativeFunction(c.add(4*nt).readPointer(),"int32",["pointer","pointer","pointer"],a),r=new NativeFunction(c.add(5*nt).readPointer(),"int32",["pointer"],a),o=new NativeFunction(c.add(6*nt).readPointer(),"int32",["pointer","pointer","int32"],a)}this.handle=e,this.perform=function(c){let a=Process.getCurrentThreadId(),l=s(a);if(l!==null)return c(l);let d=this._tryGetEnv(),p=d!==null;p||(d=this.attachCurrentThread(),Ze.set(a,!0)),this.link(a,d);try{return c(d)}finally{let f=a===Jn;if(f||this.unlink(a),!p&&!f){let u=Ze.get(a);Ze.delete(a),u&&this.detachCurrentThread()}}},this.attachCurrentThread=function(){let c=Memory.alloc(nt);return _e("VM::AttachCurrentThread",n(e,c,NULL)),new b(c.readPointer(),this)},this.detachCurrentThread=function(){_e("VM::DetachCurrentThread",r(e))},this.preventDetachDueToClassLoader=function(){let c=Process.getCurrentThreadId();Ze.has(c)&&Ze.set(c,!1)},this.getEnv=function(){let c=s(Process.getCurrentThreadId());if(c!==null)return c;let a=Memory.alloc(nt),l=o(e,a,No);if(l===-2)throw new Error("Current thread is not attached to the Java VM; please move this code inside a Java.perform() callback");return _e("VM::GetEnv",l),new b(a.readPointer(),this)},this.tryGetEnv=function(){let c=s(Process.getCurrentThreadId());return c!==null?c:this._tryGetEnv()},this._tryGetEnv=function(){let c=this.tryGetEnvHandle(No);return c===null?null:new b(c,this)},this.tryGetEnvHandle=function(c){let a=Memory.alloc(nt);return o(e,a,c)!==0?null:a.readPointer()},this.makeHandleDestructor=function(c){return()=>{this.perform(a=>{a.deleteGlobalRef(c)})}},this.link=function(c,a){let l=gt.get(c);l===void 0?gt.set(c,[a,1]):l[1]++},this.unlink=function(c){let a=gt.get(c);a[1]===1?gt.delete(c):a[1]--};function s(c){let a=gt.get(c);return a===void 0?null:a[0]}i.call(this)}Me.dispose=function(t){Ze.get(Jn)===!0&&(Ze.delete(Jn),t.detachCurrentThread())};var $c=4,v=Process.pointerSize,{readU32:Gc,readPointer:Hc,writeU32:Zc,writePointer:Wc}=NativePointer.prototype,qc=1,Kc=8,Qc=16,Zt=256,Xc=524288,Yc=2097152,qo=1073741824,el=524288,tl=134217728,jo=1048576,nl=2097152,rl=268435456,ol=268435456,il=0,er=3,tr=5,ur=ptr(1).not(),sl=2147467263,al=4294963200,en=17*v,cl=18*v,Ko=12,ll=112,dl=116,ul=0,Gn=56,Ro=4,pl=8,fl=10,hl=12,ml=14,_l=28,gl=36,yl=0,bl=1,El=2,vl=3,Sl=4,wl=5,Il=6,xl=7,Oo=2147483648,Al=28,vt=3*v,Tl=3*v,Cl=1,Ll=1,Qo=me(Bl),kl=me(Yl),Se=me(td),ot=me(nd),Ml=me(rd),Nl=me(pd),It=me(ad),Xo=me(cd),ae=me(ld),pr=me(dd),jl=me(_d),Rl=Process.arch==="ia32"?nu:tu,te={exceptions:"propagate"},yt={},Hn=null,Zn=null,Yo=null,de=null,fr=[],Wt=new Map,ei=[],Wn=null,Po=0,Fo=!1,Do=!1,bt=null,Ol=[],qn=null,$t=null;function q(){return Hn===null&&(Hn=Pl()),Hn}function Pl(){let t=Process.enumerateModules().filter(u=>/^lib(art|dvm).so$/.test(u.name)).filter(u=>!/\/system\/fake-libs/.test(u.path));if(t.length===0)return null;let e=t[0],n=e.name.indexOf("art")!==-1?"art":"dalvik",r=n==="art",o={module:e,find(u){let{module:_}=this,h=_.findExportByName(u);return h===null&&(h=_.findSymbolByName(u)),h},flavor:n,addLocalReference:null};o.isApiLevel34OrApexEquivalent=r&&(o.find("_ZN3art7AppInfo29GetPrimaryApkReferenceProfileEv")!==null||o.find("_ZN3art6Thread15RunFlipFunctionEPS0_")!==null);let i=r?{functions:{JNI_GetCreatedJavaVMs:["JNI_GetCreatedJavaVMs","int",["pointer","int","pointer"]],artInterpreterToCompiledCodeBridge:function(u){this.artInterpreterToCompiledCodeBridge=u},_ZN3art9JavaVMExt12AddGlobalRefEPNS_6ThreadENS_6ObjPtrINS_6mirror6ObjectEEE:["art::JavaVMExt::AddGlobalRef","pointer",["pointer","pointer","pointer"]],_ZN3art9JavaVMExt12AddGlobalRefEPNS_6ThreadEPNS_6mirror6ObjectE:["art::JavaVMExt::AddGlobalRef","pointer",["pointer","pointer","pointer"]],_ZN3art17ReaderWriterMutex13ExclusiveLockEPNS_6ThreadE:["art::ReaderWriterMutex::ExclusiveLock","void",["pointer","pointer"]],_ZN3art17ReaderWriterMutex15ExclusiveUnlockEPNS_6ThreadE:["art::ReaderWriterMutex::ExclusiveUnlock","void",["pointer","pointer"]],_ZN3art22IndirectReferenceTable3AddEjPNS_6mirror6ObjectE:function(u){this["art::IndirectReferenceTable::Add"]=new NativeFunction(u,"pointer",["pointer","uint","pointer"],te)},_ZN3art22IndirectReferenceTable3AddENS_15IRTSegmentStateENS_6ObjPtrINS_6mirror6ObjectEEE:function(u){this["art::IndirectReferenceTable::Add"]=new NativeFunction(u,"pointer",["pointer","uint","pointer"],te)},_ZN3art9JavaVMExt12DecodeGlobalEPv:function(u){let _;ae()>=26?_=Rl(u,["pointer","pointer"]):_=new NativeFunction(u,"pointer",["pointer","pointer"],te),this["art::JavaVMExt::DecodeGlobal"]=function(h,g,y){return _(h,y)}},_ZN3art9JavaVMExt12DecodeGlobalEPNS_6ThreadEPv:["art::JavaVMExt::DecodeGlobal","pointer",["pointer","pointer","pointer"]],_ZNK3art6Thread19DecodeGlobalJObjectEP8_jobject:["art::Thread::DecodeJObject","pointer",["pointer","pointer"]],_ZNK3art6Thread13DecodeJObjectEP8_jobject:["art::Thread::DecodeJObject","pointer",["pointer","pointer"]],_ZN3art10ThreadList10SuspendAllEPKcb:["art::ThreadList::SuspendAll","void",["pointer","pointer","bool"]],_ZN3art10ThreadList10SuspendAllEv:function(u){let _=new NativeFunction(u,"void",["pointer"],te);this["art::ThreadList::SuspendAll"]=function(h,g,y){return _(h)}},_ZN3art10ThreadList9ResumeAllEv:["art::ThreadList::ResumeAll","void",["pointer"]],_ZN3art11ClassLinker12VisitClassesEPNS_12ClassVisitorE:["art::ClassLinker::VisitClasses","void",["pointer","pointer"]],_ZN3art11ClassLinker12VisitClassesEPFbPNS_6mirror5ClassEPvES4_:function(u){let _=new NativeFunction(u,"void",["pointer","pointer","pointer"],te);this["art::ClassLinker::VisitClasses"]=function(h,g){_(h,g,NULL)}},_ZNK3art11ClassLinker17VisitClassLoadersEPNS_18ClassLoaderVisitorE:["art::ClassLinker::VisitClassLoaders","void",["pointer","pointer"]],_ZN3art2gc4Heap12VisitObjectsEPFvPNS_6mirror6ObjectEPvES5_:["art::gc::Heap::VisitObjects","void",["pointer","pointer","pointer"]],_ZN3art2gc4Heap12GetInstancesERNS_24VariableSizedHandleScopeENS_6HandleINS_6mirror5ClassEEEiRNSt3__16vectorINS4_INS5_6ObjectEEENS8_9allocatorISB_EEEE:["art::gc::Heap::GetInstances","void",["pointer","pointer","pointer","int","pointer"]],_ZN3art2gc4Heap12GetInstancesERNS_24VariableSizedHandleScopeENS_6HandleINS_6mirror5ClassEEEbiRNSt3__16vectorINS4_INS5_6ObjectEEENS8_9allocatorISB_EEEE:function(u){let _=new NativeFunction(u,"void",["pointer","pointer","pointer","bool","int","pointer"],te);this["art::gc::Heap::GetInstances"]=function(h,g,y,E,x){_(h,g,y,0,E,x)}},_ZN3art12StackVisitorC2EPNS_6ThreadEPNS_7ContextENS0_13StackWalkKindEjb:["art::StackVisitor::StackVisitor","void",["pointer","pointer","pointer","uint","uint","bool"]],_ZN3art12StackVisitorC2EPNS_6ThreadEPNS_7ContextENS0_13StackWalkKindEmb:["art::StackVisitor::StackVisitor","void",["pointer","pointer","pointer","uint","size_t","bool"]],_ZN3art12StackVisitor9WalkStackILNS0_16CountTransitionsE0EEEvb:["art::StackVisitor::WalkStack","void",["pointer","bool"]],_ZNK3art12StackVisitor9GetMethodEv:["art::StackVisitor::GetMethod","pointer",["pointer"]],_ZNK3art12StackVisitor16DescribeLocationEv:function(u){this["art::StackVisitor::DescribeLocation"]=Ht(u,["pointer"])},_ZNK3art12StackVisitor24GetCurrentQuickFrameInfoEv:function(u){this["art::StackVisitor::GetCurrentQuickFrameInfo"]=md(u)},_ZN3art7Context6CreateEv:["art::Context::Create","pointer",[]],_ZN3art6Thread18GetLongJumpContextEv:["art::Thread::GetLongJumpContext","pointer",["pointer"]],_ZN3art6mirror5Class13GetDescriptorEPNSt3__112basic_stringIcNS2_11char_traitsIcEENS2_9allocatorIcEEEE:function(u){this["art::mirror::Class::GetDescriptor"]=u},_ZN3art6mirror5Class11GetLocationEv:function(u){this["art::mirror::Class::GetLocation"]=Ht(u,["pointer"])},_ZN3art9ArtMethod12PrettyMethodEb:function(u){this["art::ArtMethod::PrettyMethod"]=Ht(u,["pointer","bool"])},_ZN3art12PrettyMethodEPNS_9ArtMethodEb:function(u){this["art::ArtMethod::PrettyMethodNullSafe"]=Ht(u,["pointer","bool"])},_ZN3art6Thread14CurrentFromGdbEv:["art::Thread::CurrentFromGdb","pointer",[]],_ZN3art6mirror6Object5CloneEPNS_6ThreadE:function(u){this["art::mirror::Object::Clone"]=new NativeFunction(u,"pointer",["pointer","pointer"],te)},_ZN3art6mirror6Object5CloneEPNS_6ThreadEm:function(u){let _=new NativeFunction(u,"pointer",["pointer","pointer","pointer"],te);this["art::mirror::Object::Clone"]=function(h,g){let y=NULL;return _(h,g,y)}},_ZN3art6mirror6Object5CloneEPNS_6ThreadEj:function(u){let _=new NativeFunction(u,"pointer",["pointer","pointer","uint"],te);this["art::mirror::Object::Clone"]=function(h,g){return _(h,g,0)}},_ZN3art3Dbg14SetJdwpAllowedEb:["art::Dbg::SetJdwpAllowed","void",["bool"]],_ZN3art3Dbg13ConfigureJdwpERKNS_4JDWP11JdwpOptionsE:["art::Dbg::ConfigureJdwp","void",["pointer"]],_ZN3art31InternalDebuggerControlCallback13StartDebuggerEv:["art::InternalDebuggerControlCallback::StartDebugger","void",["pointer"]],_ZN3art3Dbg9StartJdwpEv:["art::Dbg::StartJdwp","void",[]],_ZN3art3Dbg8GoActiveEv:["art::Dbg::GoActive","void",[]],_ZN3art3Dbg21RequestDeoptimizationERKNS_21DeoptimizationRequestE:["art::Dbg::RequestDeoptimization","void",["pointer"]],_ZN3art3Dbg20ManageDeoptimizationEv:["art::Dbg::ManageDeoptimization","void",[]],_ZN3art15instrumentation15Instrumentation20EnableDeoptimizationEv:["art::Instrumentation::EnableDeoptimization","void",["pointer"]],_ZN3art15instrumentation15Instrumentation20DeoptimizeEverythingEPKc:["art::Instrumentation::DeoptimizeEverything","void",["pointer","pointer"]],_ZN3art15instrumentation15Instrumentation20DeoptimizeEverythingEv:function(u){let _=new NativeFunction(u,"void",["pointer"],te);this["art::Instrumentation::DeoptimizeEverything"]=function(h,g){_(h)}},_ZN3art7Runtime19DeoptimizeBootImageEv:["art::Runtime::DeoptimizeBootImage","void",["pointer"]],_ZN3art15instrumentation15Instrumentation10DeoptimizeEPNS_9ArtMethodE:["art::Instrumentation::Deoptimize","void",["pointer","pointer"]],_ZN3art3jni12JniIdManager14DecodeMethodIdEP10_jmethodID:["art::jni::JniIdManager::DecodeMethodId","pointer",["pointer","pointer"]],_ZN3art3jni12JniIdManager13DecodeFieldIdEP9_jfieldID:["art::jni::JniIdManager::DecodeFieldId","pointer",["pointer","pointer"]],_ZN3art11interpreter18GetNterpEntryPointEv:["art::interpreter::GetNterpEntryPoint","pointer",[]],_ZN3art7Monitor17TranslateLocationEPNS_9ArtMethodEjPPKcPi:["art::Monitor::TranslateLocation","void",["pointer","uint32","pointer","pointer"]]},variables:{_ZN3art3Dbg9gRegistryE:function(u){this.isJdwpStarted=()=>!u.readPointer().isNull()},_ZN3art3Dbg15gDebuggerActiveE:function(u){this.isDebuggerActive=()=>!!u.readU8()}},optionals:new Set(["artInterpreterToCompiledCodeBridge","_ZN3art9JavaVMExt12AddGlobalRefEPNS_6ThreadENS_6ObjPtrINS_6mirror6ObjectEEE","_ZN3art9JavaVMExt12AddGlobalRefEPNS_6ThreadEPNS_6mirror6ObjectE","_ZN3art9JavaVMExt12DecodeGlobalEPv","_ZN3art9JavaVMExt12DecodeGlobalEPNS_6ThreadEPv","_ZNK3art6Thread19DecodeGlobalJObjectEP8_jobject","_ZNK3art6Thread13DecodeJObjectEP8_jobject","_ZN3art10ThreadList10SuspendAllEPKcb","_ZN3art10ThreadList10SuspendAllEv","_ZN3art11ClassLinker12VisitClassesEPNS_12ClassVisitorE","_ZN3art11ClassLinker12VisitClassesEPFbPNS_6mirror5ClassEPvES4_","_ZNK3art11ClassLinker17VisitClassLoadersEPNS_18ClassLoaderVisitorE","_ZN3art6mirror6Object5CloneEPNS_6ThreadE","_ZN3art6mirror6Object5CloneEPNS_6ThreadEm","_ZN3art6mirror6Object5CloneEPNS_6ThreadEj","_ZN3art22IndirectReferenceTable3AddEjPNS_6mirror6ObjectE","_ZN3art22IndirectReferenceTable3AddENS_15IRTSegmentStateENS_6ObjPtrINS_6mirror6ObjectEEE","_ZN3art2gc4Heap12VisitObjectsEPFvPNS_6mirror6ObjectEPvES5_","_ZN3art2gc4Heap12GetInstancesERNS_24VariableSizedHandleScopeENS_6HandleINS_6mirror5ClassEEEiRNSt3__16vectorINS4_INS5_6ObjectEEENS8_9allocatorISB_EEEE","_ZN3art2gc4Heap12GetInstancesERNS_24VariableSizedHandleScopeENS_6HandleINS_6mirror5ClassEEEbiRNSt3__16vectorINS4_INS5_6ObjectEEENS8_9allocatorISB_EEEE","_ZN3art12StackVisitorC2EPNS_6ThreadEPNS_7ContextENS0_13StackWalkKindEjb","_ZN3art12StackVisitorC2EPNS_6ThreadEPNS_7ContextENS0_13StackWalkKindEmb","_ZN3art12StackVisitor9WalkStackILNS0_16CountTransitionsE0EEEvb","_ZNK3art12StackVisitor9GetMethodEv","_ZNK3art12StackVisitor16DescribeLocationEv","_ZNK3art12StackVisitor24GetCurrentQuickFrameInfoEv","_ZN3art7Context6CreateEv","_ZN3art6Thread18GetLongJumpContextEv","_ZN3art6mirror5Class13GetDescriptorEPNSt3__112basic_stringIcNS2_11char_traitsIcEENS2_9allocatorIcEEEE","_ZN3art6mirror5Class11GetLocationEv","_ZN3art9ArtMethod12PrettyMethodEb","_ZN3art12PrettyMethodEPNS_9ArtMethodEb","_ZN3art3Dbg13ConfigureJdwpERKNS_4JDWP11JdwpOptionsE","_ZN3art31InternalDebuggerControlCallback13StartDebuggerEv","_ZN3art3Dbg15gDebuggerActiveE","_ZN3art15instrumentation15Instrumentation20EnableDeoptimizationEv","_ZN3art15instrumentation15Instrumentation20DeoptimizeEverythingEPKc","_ZN3art15instrumentation15Instrumentation20DeoptimizeEverythingEv","_ZN3art7Runtime19DeoptimizeBootImageEv","_ZN3art15instrumentation15Instrumentation10DeoptimizeEPNS_9ArtMethodE","_ZN3art3Dbg9StartJdwpEv","_ZN3art3Dbg8GoActiveEv","_ZN3art3Dbg21RequestDeoptimizationERKNS_21DeoptimizationRequestE","_ZN3art3Dbg20ManageDeoptimizationEv","_ZN3art3Dbg9gRegistryE","_ZN3art3jni12JniIdManager14DecodeMethodIdEP10_jmethodID","_ZN3art3jni12JniIdManager13DecodeFieldIdEP9_jfieldID","_ZN3art11interpreter18GetNterpEntryPointEv","_ZN3art7Monitor17TranslateLocationEPNS_9ArtMethodEjPPKcPi"])}:{functions:{_Z20dvmDecodeIndirectRefP6ThreadP8_jobject:["dvmDecodeIndirectRef","pointer",["pointer","pointer"]],_Z15dvmUseJNIBridgeP6MethodPv:["dvmUseJNIBridge","void",["pointer","pointer"]],_Z20dvmHeapSourceGetBasev:["dvmHeapSourceGetBase","pointer",[]],_Z21dvmHeapSourceGetLimitv:["dvmHeapSourceGetLimit","pointer",[]],_Z16dvmIsValidObjectPK6Object:["dvmIsValidObject","uint8",["pointer"]],JNI_GetCreatedJavaVMs:["JNI_GetCreatedJavaVMs","int",["pointer","int","pointer"]]},variables:{gDvmJni:function(u){this.gDvmJni=u},gDvm:function(u){this.gDvm=u}}},{functions:s={},variables:c={},optionals:a=new Set}=i,l=[];for(let[u,_]of Object.entries(s)){let h=o.find(u);h!==null?typeof _=="function"?_.call(o,h):o[_[0]]=new NativeFunction(h,_[1],_[2],te):a.has(u)||l.push(u)}for(let[u,_]of Object.entries(c)){let h=o.find(u);h!==null?_.call(o,h):a.has(u)||l.push(u)}if(l.length>0)throw new Error("Java API only partially available; please file a bug. Missing: "+l.join(", "));let d=Memory.alloc(v),p=Memory.alloc($c);if(_e("JNI_GetCreatedJavaVMs",o.JNI_GetCreatedJavaVMs(d,1,p)),p.readInt()===0)return null;if(o.vm=d.readPointer(),r){let u=ae(),_;u>=27?_=33554432:u>=24?_=16777216:_=0,o.kAccCompileDontBother=_;let h=o.vm.add(v).readPointer();o.artRuntime=h;let g=Qo(o),y=g.offset,E=y.instrumentation;o.artInstrumentation=E!==null?h.add(E):null,pr()>=36e7&&o.artInstrumentation!=null&&(o.artInstrumentation=o.artInstrumentation.readPointer()),o.artHeap=h.add(y.heap).readPointer(),o.artThreadList=h.add(y.threadList).readPointer();let T=h.add(y.classLinker).readPointer(),N=ed(h,g).offset,R=T.add(N.quickResolutionTrampoline).readPointer(),M=T.add(N.quickImtConflictTrampoline).readPointer(),k=T.add(N.quickGenericJniTrampoline).readPointer(),S=T.add(N.quickToInterpreterBridgeTrampoline).readPointer();o.artClassLinker={address:T,quickResolutionTrampoline:R,quickImtConflictTrampoline:M,quickGenericJniTrampoline:k,quickToInterpreterBridgeTrampoline:S};let C=new Me(o);o.artQuickGenericJniTrampoline=Kn(k,C),o.artQuickToInterpreterBridge=Kn(S,C),o.artQuickResolutionTrampoline=Kn(R,C),o["art::JavaVMExt::AddGlobalRef"]===void 0&&(o["art::JavaVMExt::AddGlobalRef"]=qd(o)),o["art::JavaVMExt::DecodeGlobal"]===void 0&&(o["art::JavaVMExt::DecodeGlobal"]=Kd(o)),o["art::ArtMethod::PrettyMethod"]===void 0&&(o["art::ArtMethod::PrettyMethod"]=o["art::ArtMethod::PrettyMethodNullSafe"]),o["art::interpreter::GetNterpEntryPoint"]!==void 0?o.artNterpEntryPoint=o["art::interpreter::GetNterpEntryPoint"]():o.artNterpEntryPoint=o.find("ExecuteNterpImpl"),de=bd(o,C),eu(o);let j=null;Object.defineProperty(o,"jvmti",{get(){return j===null&&(j=[Fl(C,this.artRuntime)]),j[0]}})}let f=e.enumerateImports().filter(u=>u.name.indexOf("_Z")===0).reduce((u,_)=>(u[_.name]=_.address,u),{});return o.$new=new NativeFunction(f._Znwm||f._Znwj,"pointer",["ulong"],te),o.$delete=new NativeFunction(f._ZdlPv,"void",["pointer"],te),Yo=r?ar:cr,o}function Fl(t,e){let n=null;return t.perform(()=>{let r=q().find("_ZN3art7Runtime18EnsurePluginLoadedEPKcPNSt3__112basic_stringIcNS3_11char_traitsIcEENS3_9allocatorIcEEEE");if(r===null)return;let o=new NativeFunction(r,"bool",["pointer","pointer","pointer"]),i=Memory.alloc(v);if(!o(e,Memory.allocUtf8String("libopenjdkjvmti.so"),i))return;let c=Ut.v1_2|1073741824,a=t.tryGetEnvHandle(c);if(a===null)return;n=new Oe(a,t);let l=Memory.alloc(8);l.writeU64(Bt.canTagObjects),n.addCapabilities(l)!==0&&(n=null)}),n}function Dl(t,e){q().flavor==="art"&&t.getClassName(e)}function Ul(t){return{offset:v===4?{globalsLock:32,globals:72}:{globalsLock:64,globals:112}}}function Bl(t){let e=t.vm,n=t.artRuntime,r=v===4?200:384,o=r+100*v,i=ae(),s=Xo(),{isApiLevel34OrApexEquivalent:c}=t,a=null;for(let d=r;d!==o;d+=v)if(n.add(d).readPointer().equals(e)){let f,u=null;i>=33||s==="Tiramisu"||c?(f=[d-4*v],u=d-v):i>=30||s==="R"?(f=[d-3*v,d-4*v],u=d-v):i>=29?f=[d-2*v]:i>=27?f=[d-vt-3*v]:f=[d-vt-2*v];for(let _ of f){let h=_-v,g=h-v,y;c?y=g-9*v:i>=24?y=g-8*v:i>=23?y=g-7*v:y=g-4*v;let E={offset:{heap:y,threadList:g,internTable:h,classLinker:_,jniIdManager:u}};if(ti(n,E)!==null){a=E;break}}break}if(a===null)throw new Error("Unable to determine Runtime field offsets");let l=pr()>=36e7;return a.offset.instrumentation=l?Hl(t):zl(t),a.offset.jniIdsIndirection=Kl(t),a}var Vl={ia32:Uo,x64:Uo,arm:Jl,arm64:$l};function zl(t){let e=t["art::Runtime::DeoptimizeBootImage"];return e===void 0?null:Pe(e,Vl[Process.arch],{limit:30})}function Uo(t){if(t.mnemonic!=="lea")return null;let e=t.operands[1].value.disp;return e<256||e>1024?null:e}function Jl(t){if(t.mnemonic!=="add.w")return null;let e=t.operands;if(e.length!==3)return null;let n=e[2];return n.type!=="imm"?null:n.value}function $l(t){if(t.mnemonic!=="add")return null;let e=t.operands;if(e.length!==3||e[0].value==="sp"||e[1].value==="sp")return null;let n=e[2];if(n.type!=="imm")return null;let r=n.value.valueOf();return r<256||r>1024?null:r}var Gl={ia32:Bo,x64:Bo,arm:Zl,arm64:Wl};function Hl(t){let e=t["art::Runtime::DeoptimizeBootImage"];return e===void 0?null:Pe(e,Gl[Process.arch],{limit:30})}function Bo(t){if(t.mnemonic!=="mov")return null;let e=t.operands;if(e[0].value!=="rax")return null;let r=e[1];if(r.type!=="mem")return null;let o=r.value;if(o.base!=="rdi")return null;let i=o.disp;return i<256||i>1024?null:i}function Zl(t){return null}function Wl(t){if(t.mnemonic!=="ldr")return null;let e=t.operands;if(e[0].value==="x0")return null;let n=e[1].value;if(n.base!=="x0")return null;let r=n.disp;return r<256||r>1024?null:r}var ql={ia32:Vo,x64:Vo,arm:Ql,arm64:Xl};function Kl(t){let e=t.find("_ZN3art7Runtime12SetJniIdTypeENS_9JniIdTypeE");if(e===null)return null;let n=Pe(e,ql[Process.arch],{limit:20});if(n===null)throw new Error("Unable to determine Runtime.jni_ids_indirection_ offset");return n}function Vo(t){return t.mnemonic==="cmp"?t.operands[0].value.disp:null}function Ql(t){return t.mnemonic==="ldr.w"?t.operands[1].value.disp:null}function Xl(t,e){if(e===null)return null;let{mnemonic:n}=t,{mnemonic:r}=e;return n==="cmp"&&r==="ldr"||n==="bl"&&r==="str"?e.operands[1].value.disp:null}function Yl(){let e={"4-21":136,"4-22":136,"4-23":172,"4-24":196,"4-25":196,"4-26":196,"4-27":196,"4-28":212,"4-29":172,"4-30":180,"4-31":180,"8-21":224,"8-22":224,"8-23":296,"8-24":344,"8-25":344,"8-26":352,"8-27":352,"8-28":392,"8-29":328,"8-30":336,"8-31":336}[`${v}-${ae()}`];if(e===void 0)throw new Error("Unable to determine Instrumentation field offsets");return{offset:{forcedInterpretOnly:4,deoptimizationEnabled:e}}}function ed(t,e){let n=ti(t,e);if(n===null)throw new Error("Unable to determine ClassLinker field offsets");return n}function ti(t,e){if(Zn!==null)return Zn;let{classLinker:n,internTable:r}=e.offset,o=t.add(n).readPointer(),i=t.add(r).readPointer(),s=v===4?100:200,c=s+100*v,a=ae(),l=null;for(let d=s;d!==c;d+=v)if(o.add(d).readPointer().equals(i)){let f;a>=30||Xo()==="R"?f=6:a>=29?f=4:a>=23?f=3:f=5;let u=d+f*v,_;a>=23?_=u-2*v:_=u-3*v,l={offset:{quickResolutionTrampoline:_,quickImtConflictTrampoline:u-v,quickGenericJniTrampoline:u,quickToInterpreterBridgeTrampoline:u+v}};break}return l!==null&&(Zn=l),l}function hr(t){let n=null;return t.perform(r=>{let o=tn(t),i=Se(t),s={artArrayLengthSize:4,artArrayEntrySize:o.size,artArrayMax:50},c={artArrayLengthSize:v,artArrayEntrySize:i.size,artArrayMax:100},a=(f,u,_)=>{let h=f.add(u).readPointer();if(h.isNull())return null;let g=_===4?h.readU32():h.readU64().valueOf();return g<=0?null:{length:g,data:h.add(_)}},l=(f,u,_,h)=>{try{let g=a(f,u,h.artArrayLengthSize);if(g===null)return!1;let y=Math.min(g.length,h.artArrayMax);for(let E=0;E!==y;E++)if(g.data.add(E*h.artArrayEntrySize).equals(_))return!0}catch{}return!1},d=r.findClass("java/lang/Thread"),p=r.newGlobalRef(d);try{let f;Ae(t,r,k=>{f=q()["art::JavaVMExt::DecodeGlobal"](t,k,p)});let u=$o(r.getFieldId(p,"name","Ljava/lang/String;")),_=$o(r.getStaticFieldId(p,"MAX_PRIORITY","I")),h=-1,g=-1;for(let k=0;k!==256;k+=4)h===-1&&l(f,k,_,s)&&(h=k),g===-1&&l(f,k,u,s)&&(g=k);if(g===-1||h===-1)throw new Error("Unable to find fields in java/lang/Thread; please file a bug");let y=g!==h?h:0,E=g,x=-1,T=vr(r.getMethodId(p,"getName","()Ljava/lang/String;"));for(let k=0;k!==256;k+=4)x===-1&&l(f,k,T,c)&&(x=k);if(x===-1)throw new Error("Unable to find methods in java/lang/Thread; please file a bug");let N=-1,M=a(f,x,c.artArrayLengthSize).length;for(let k=x;k!==256;k+=4)if(f.add(k).readU16()===M){N=k;break}if(N===-1)throw new Error("Unable to find copied methods in java/lang/Thread; please file a bug");n={offset:{ifields:E,methods:x,sfields:y,copiedMethodsOffset:N}}}finally{r.deleteLocalRef(d),r.deleteGlobalRef(p)}}),n}function td(t){let e=q(),n;return t.perform(r=>{let o=r.findClass("android/os/Process"),i=vr(r.getStaticMethodId(o,"getElapsedCpuTime","()J"));r.deleteLocalRef(o);let s=Process.getModuleByName("libandroid_runtime.so"),c=s.base,a=c.add(s.size),l=ae(),d=l<=21?8:v,p=qc|Kc|Qc|Zt,f=~(qo|rl|nl)>>>0,u=null,_=null,h=2;for(let E=0;E!==64&&h!==0;E+=4){let x=i.add(E);if(u===null){let T=x.readPointer();T.compare(c)>=0&&T.compare(a)<0&&(u=E,h--)}_===null&&(x.readU32()&f)===p&&(_=E,h--)}if(h!==0)throw new Error("Unable to determine ArtMethod field offsets");let g=u+d;n={size:l<=21?g+32:g+v,offset:{jniCode:u,quickCode:g,accessFlags:_}},"artInterpreterToCompiledCodeBridge"in e&&(n.offset.interpreterCode=u-d)}),n}function tn(t){let e=ae();return e>=23?{size:16,offset:{accessFlags:4}}:e>=21?{size:24,offset:{accessFlags:12}}:null}function nd(t){let e=ae(),n;return t.perform(r=>{let o=nn(r),i=r.handle,s=null,c=null,a=null,l=null,d=null,p=null;for(let f=144;f!==256;f+=v)if(o.add(f).readPointer().equals(i)){c=f-6*v,d=f-4*v,p=f+2*v,e<=22&&(c-=v,s=c-v-9*8-3*4,a=f+6*v,d-=v,p-=v),l=f+9*v,e<=22&&(l+=2*v+4,v===8&&(l+=4)),e>=23&&(l+=v);break}if(l===null)throw new Error("Unable to determine ArtThread field offsets");n={offset:{isExceptionReportedToInstrumentation:s,exception:c,throwLocation:a,topHandleScope:l,managedStack:d,self:p}}}),n}function rd(){return ae()>=23?{offset:{topQuickFrame:0,link:v}}:{offset:{topQuickFrame:2*v,link:0}}}var od={ia32:zo,x64:zo,arm:id,arm64:sd};function Kn(t,e){let n;return e.perform(r=>{let o=nn(r),i=od[Process.arch],s=Instruction.parse(t),c=i(s);c!==null?n=o.add(c).readPointer():n=t}),n}function zo(t){return t.mnemonic==="jmp"?t.operands[0].value.disp:null}function id(t){return t.mnemonic==="ldr.w"?t.operands[1].value.disp:null}function sd(t){return t.mnemonic==="ldr"?t.operands[1].value.disp:null}function nn(t){return t.handle.add(v).readPointer()}function ad(){return mr("ro.build.version.release")}function cd(){return mr("ro.build.version.codename")}function ld(){return parseInt(mr("ro.build.version.sdk"),10)}function dd(){try{let t=File.readAllText("/proc/self/mountinfo"),e=null,n=new Map;for(let o of t.trimEnd().split(`
`)){let i=o.split(" "),s=i[4];if(!s.startsWith("/apex/com.android.art"))continue;let c=i[10];s.includes("@")?n.set(c,s.split("@")[1]):e=c}let r=n.get(e);return r!==void 0?parseInt(r):Jo()}catch{return Jo()}}function Jo(){return ae()*1e7}var Qn=null,ud=92;function mr(t){Qn===null&&(Qn=new NativeFunction(Process.getModuleByName("libc.so").getExportByName("__system_property_get"),"int",["pointer","pointer"],te));let e=Memory.alloc(ud);return Qn(Memory.allocUtf8String(t),e),e.readUtf8String()}function Ae(t,e,n){let r=Nl(t,e),o=nn(e).toString();if(yt[o]=n,r(e.handle),yt[o]!==void 0)throw delete yt[o],new Error("Unable to perform state transition; please file a bug")}function pd(t,e){let n=new NativeCallback(fd,"void",["pointer"]);return oi(t,e,n)}function fd(t){let e=t.toString(),n=yt[e];delete yt[e],n(t)}function _r(t){let e=q(),n=e.artThreadList;e["art::ThreadList::SuspendAll"](n,Memory.allocUtf8String("frida"),!1?1:0);try{t()}finally{e["art::ThreadList::ResumeAll"](n)}}var nr=class{constructor(e){let n=Memory.alloc(4*v),r=n.add(v);n.writePointer(r);let o=new NativeCallback((i,s)=>e(s)===!0?1:0,"bool",["pointer","pointer"]);r.add(2*v).writePointer(o),this.handle=n,this._onVisit=o}};function gr(t){return q()["art::ClassLinker::VisitClasses"]instanceof NativeFunction?new nr(t):new NativeCallback(n=>t(n)===!0?1:0,"bool",["pointer","pointer"])}var rr=class{constructor(e){let n=Memory.alloc(4*v),r=n.add(v);n.writePointer(r);let o=new NativeCallback((i,s)=>{e(s)},"void",["pointer","pointer"]);r.add(2*v).writePointer(o),this.handle=n,this._onVisit=o}};function yr(t){return new rr(t)}var hd={"include-inlined-frames":0,"skip-inlined-frames":1},or=class{constructor(e,n,r,o=0,i=!0){let s=q(),c=512,a=3*v,l=Memory.alloc(c+a);s["art::StackVisitor::StackVisitor"](l,e,n,hd[r],o,i?1:0);let d=l.add(c);l.writePointer(d);let p=new NativeCallback(this._visitFrame.bind(this),"bool",["pointer"]);d.add(2*v).writePointer(p),this.handle=l,this._onVisitFrame=p;let f=l.add(v===4?12:24);this._curShadowFrame=f,this._curQuickFrame=f.add(v),this._curQuickFramePc=f.add(2*v),this._curOatQuickMethodHeader=f.add(3*v),this._getMethodImpl=s["art::StackVisitor::GetMethod"],this._descLocImpl=s["art::StackVisitor::DescribeLocation"],this._getCQFIImpl=s["art::StackVisitor::GetCurrentQuickFrameInfo"]}walkStack(e=!1){q()["art::StackVisitor::WalkStack"](this.handle,e?1:0)}_visitFrame(){return this.visitFrame()?1:0}visitFrame(){throw new Error("Subclass must implement visitFrame")}getMethod(){let e=this._getMethodImpl(this.handle);return e.isNull()?null:new qt(e)}getCurrentQuickFramePc(){return this._curQuickFramePc.readPointer()}getCurrentQuickFrame(){return this._curQuickFrame.readPointer()}getCurrentShadowFrame(){return this._curShadowFrame.readPointer()}describeLocation(){let e=new Xt;return this._descLocImpl(e,this.handle),e.disposeToString()}getCurrentOatQuickMethodHeader(){return this._curOatQuickMethodHeader.readPointer()}getCurrentQuickFrameInfo(){return this._getCQFIImpl(this.handle)}},qt=class{constructor(e){this.handle=e}prettyMethod(e=!0){let n=new Xt;return q()["art::ArtMethod::PrettyMethod"](n,this.handle,e?1:0),n.disposeToString()}toString(){return`ArtMethod(handle=${this.handle})`}};function md(t){return function(e){let n=Memory.alloc(12);return jl(t)(n,e),{frameSizeInBytes:n.readU32(),coreSpillMask:n.add(4).readU32(),fpSpillMask:n.add(8).readU32()}}}function _d(t){let e=NULL;switch(Process.arch){case"ia32":e=rt(32,n=>{n.putMovRegRegOffsetPtr("ecx","esp",4),n.putMovRegRegOffsetPtr("edx","esp",8),n.putCallAddressWithArguments(t,["ecx","edx"]),n.putMovRegReg("esp","ebp"),n.putPopReg("ebp"),n.putRet()});break;case"x64":e=rt(32,n=>{n.putPushReg("rdi"),n.putCallAddressWithArguments(t,["rsi"]),n.putPopReg("rdi"),n.putMovRegPtrReg("rdi","rax"),n.putMovRegOffsetPtrReg("rdi",8,"edx"),n.putRet()});break;case"arm":e=rt(16,n=>{n.putCallAddressWithArguments(t,["r0","r1"]),n.putPopRegs(["r0","lr"]),n.putMovRegReg("pc","lr")});break;case"arm64":e=rt(64,n=>{n.putPushRegReg("x0","lr"),n.putCallAddressWithArguments(t,["x1"]),n.putPopRegReg("x2","lr"),n.putStrRegRegOffset("x0","x2",0),n.putStrRegRegOffset("w1","x2",8),n.putRet()});break}return new NativeFunction(e,"void",["pointer","pointer"],te)}var gd={ia32:globalThis.X86Relocator,x64:globalThis.X86Relocator,arm:globalThis.ThumbRelocator,arm64:globalThis.Arm64Relocator},ir={ia32:globalThis.X86Writer,x64:globalThis.X86Writer,arm:globalThis.ThumbWriter,arm64:globalThis.Arm64Writer};function rt(t,e){Wn===null&&(Wn=Memory.alloc(Process.pageSize));let n=Wn.add(Po),r=Process.arch,o=ir[r];return Memory.patchCode(n,t,i=>{let s=new o(i,{pc:n});if(e(s),s.flush(),s.offset>t)throw new Error(`Wrote ${s.offset}, exceeding maximum of ${t}`)}),Po+=t,r==="arm"?n.or(1):n}function yd(t,e){Ed(e),xd(e)}function bd(t,e){let n=ot(e).offset,r=Ml().offset,o=`
#include <gum/guminterceptor.h>

extern GMutex lock;
extern GHashTable * methods;
extern GHashTable * replacements;
extern gpointer last_seen_art_method;

extern gpointer get_oat_quick_method_header_impl (gpointer method, gpointer pc);

void
init (void)
{
  g_mutex_init (&lock);
  methods = g_hash_table_new_full (NULL, NULL, NULL, NULL);
  replacements = g_hash_table_new_full (NULL, NULL, NULL, NULL);
}

void
finalize (void)
{
  g_hash_table_unref (replacements);
  g_hash_table_unref (methods);
  g_mutex_clear (&lock);
}

gboolean
is_replacement_method (gpointer method)
{
  gboolean is_replacement;

  g_mutex_lock (&lock);

  is_replacement = g_hash_table_contains (replacements, method);

  g_mutex_unlock (&lock);

  return is_replacement;
}

gpointer
get_replacement_method (gpointer original_method)
{
  gpointer replacement_method;

  g_mutex_lock (&lock);

  replacement_method = g_hash_table_lookup (methods, original_method);

  g_mutex_unlock (&lock);

  return replacement_method;
}

void
set_replacement_method (gpointer original_method,
                        gpointer replacement_method)
{
  g_mutex_lock (&lock);

  g_hash_table_insert (methods, original_method, replacement_method);
  g_hash_table_insert (replacements, replacement_method, original_method);

  g_mutex_unlock (&lock);
}

void
synchronize_replacement_methods (guint quick_code_offset,
                                 void * nterp_entrypoint,
                                 void * quick_to_interpreter_bridge)
{
  GHashTableIter iter;
  gpointer hooked_method, replacement_method;

  g_mutex_lock (&lock);

  g_hash_table_iter_init (&iter, methods);
  while (g_hash_table_iter_next (&iter, &hooked_method, &replacement_method))
  {
    void ** quick_code;

    *((uint32_t *) replacement_method) = *((uint32_t *) hooked_method);

    quick_code = hooked_method + quick_code_offset;
    if (*quick_code == nterp_entrypoint)
      *quick_code = quick_to_interpreter_bridge;
  }

  g_mutex_unlock (&lock);
}

void
delete_replacement_method (gpointer original_method)
{
  gpointer replacement_method;

  g_mutex_lock (&lock);

  replacement_method = g_hash_table_lookup (methods, original_method);
  if (replacement_method != NULL)
  {
    g_hash_table_remove (methods, original_method);
    g_hash_table_remove (replacements, replacement_method);
  }

  g_mutex_unlock (&lock);
}

gpointer
translate_method (gpointer method)
{
  gpointer translated_method;

  g_mutex_lock (&lock);

  translated_method = g_hash_table_lookup (replacements, method);

  g_mutex_unlock (&lock);

  return (translated_method != NULL) ? translated_method : method;
}

gpointer
find_replacement_method_from_quick_code (gpointer method,
                                         gpointer thread)
{
  gpointer replacement_method;
  gpointer managed_stack;
  gpointer top_quick_frame;
  gpointer link_managed_stack;
  gpointer * link_top_quick_frame;

  replacement_method = get_replacement_method (method);
  if (replacement_method == NULL)
    return NULL;

  /*
   * Stack check.
   *
   * Return NULL to indicate that the original method should be invoked, otherwise
   * return a pointer to the replacement ArtMethod.
   *
   * If the caller is our own JNI replacement stub, then a stack transition must
   * have been pushed onto the current thread's linked list.
   *
   * Therefore, we invoke the original method if the following conditions are met:
   *   1- The current managed stack is empty.
   *   2- The ArtMethod * inside the linked managed stack's top quick frame is the
   *      same as our replacement.
   */
  managed_stack = thread + ${n.managedStack};
  top_quick_frame = *((gpointer *) (managed_stack + ${r.topQuickFrame}));
  if (top_quick_frame != NULL)
    return replacement_method;

  link_managed_stack = *((gpointer *) (managed_stack + ${r.link}));
  if (link_managed_stack == NULL)
    return replacement_method;

  link_top_quick_frame = GSIZE_TO_POINTER (*((gsize *) (link_managed_stack + ${r.topQuickFrame})) & ~((gsize) 1));
  if (link_top_quick_frame == NULL || *link_top_quick_frame != replacement_method)
    return replacement_method;

  return NULL;
}

void
on_interpreter_do_call (GumInvocationContext * ic)
{
  gpointer method, replacement_method;

  method = gum_invocation_context_get_nth_argument (ic, 0);

  replacement_method = get_replacement_method (method);
  if (replacement_method != NULL)
    gum_invocation_context_replace_nth_argument (ic, 0, replacement_method);
}

gpointer
on_art_method_get_oat_quick_method_header (gpointer method,
                                           gpointer pc)
{
  if (is_replacement_method (method))
    return NULL;

  return get_oat_quick_method_header_impl (method, pc);
}

void
on_art_method_pretty_method (GumInvocationContext * ic)
{
  const guint this_arg_index = ${Process.arch==="arm64"?0:1};
  gpointer method;

  method = gum_invocation_context_get_nth_argument (ic, this_arg_index);
  if (method == NULL)
    gum_invocation_context_replace_nth_argument (ic, this_arg_index, last_seen_art_method);
  else
    last_seen_art_method = method;
}

void
on_leave_gc_concurrent_copying_copying_phase (GumInvocationContext * ic)
{
  GHashTableIter iter;
  gpointer hooked_method, replacement_method;

  g_mutex_lock (&lock);

  g_hash_table_iter_init (&iter, methods);
  while (g_hash_table_iter_next (&iter, &hooked_method, &replacement_method))
    *((uint32_t *) replacement_method) = *((uint32_t *) hooked_method);

  g_mutex_unlock (&lock);
}
`,i=8,s=v,c=v,a=v,d=Memory.alloc(i+s+c+a),p=d.add(i),f=p.add(s),u=f.add(c),_=t.find(v===4?"_ZN3art9ArtMethod23GetOatQuickMethodHeaderEj":"_ZN3art9ArtMethod23GetOatQuickMethodHeaderEm"),h=new CModule(o,{lock:d,methods:p,replacements:f,last_seen_art_method:u,get_oat_quick_method_header_impl:_??ptr("0xdeadbeef")}),g={exceptions:"propagate",scheduling:"exclusive"};return{handle:h,replacedMethods:{isReplacement:new NativeFunction(h.is_replacement_method,"bool",["pointer"],g),get:new NativeFunction(h.get_replacement_method,"pointer",["pointer"],g),set:new NativeFunction(h.set_replacement_method,"void",["pointer","pointer"],g),synchronize:new NativeFunction(h.synchronize_replacement_methods,"void",["uint","pointer","pointer"],g),delete:new NativeFunction(h.delete_replacement_method,"void",["pointer"],g),translate:new NativeFunction(h.translate_method,"pointer",["pointer"],g),findReplacementFromQuickCode:h.find_replacement_method_from_quick_code},getOatQuickMethodHeaderImpl:_,hooks:{Interpreter:{doCall:h.on_interpreter_do_call},ArtMethod:{getOatQuickMethodHeader:h.on_art_method_get_oat_quick_method_header,prettyMethod:h.on_art_method_pretty_method},Gc:{copyingPhase:{onLeave:h.on_leave_gc_concurrent_copying_copying_phase},runFlip:{onEnter:h.on_leave_gc_concurrent_copying_copying_phase}}}}}function Ed(t){Do||(Do=!0,vd(t),Sd(),wd(),Id())}function vd(t){let e=q();[e.artQuickGenericJniTrampoline,e.artQuickToInterpreterBridge,e.artQuickResolutionTrampoline].forEach(r=>{Memory.protect(r,32,"rwx");let o=new Qt(r);o.activate(t),ei.push(o)})}function Sd(){let t=q(),e=ae(),{isApiLevel34OrApexEquivalent:n}=t,r;if(e<=22)r=/^_ZN3art11interpreter6DoCallILb[0-1]ELb[0-1]EEEbPNS_6mirror9ArtMethodEPNS_6ThreadERNS_11ShadowFrameEPKNS_11InstructionEtPNS_6JValueE$/;else if(e<=33&&!n)r=/^_ZN3art11interpreter6DoCallILb[0-1]ELb[0-1]EEEbPNS_9ArtMethodEPNS_6ThreadERNS_11ShadowFrameEPKNS_11InstructionEtPNS_6JValueE$/;else if(n)r=/^_ZN3art11interpreter6DoCallILb[0-1]EEEbPNS_9ArtMethodEPNS_6ThreadERNS_11ShadowFrameEPKNS_11InstructionEtbPNS_6JValueE$/;else throw new Error("Unable to find method invocation in ART; please file a bug");let o=t.module,i=[...o.enumerateExports(),...o.enumerateSymbols()].filter(s=>r.test(s.name));if(i.length===0)throw new Error("Unable to find method invocation in ART; please file a bug");for(let s of i)Interceptor.attach(s.address,de.hooks.Interpreter.doCall)}function wd(){let t=q(),n=t.module.findSymbolByName("_ZN3art2gc4Heap22CollectGarbageInternalENS0_9collector6GcTypeENS0_7GcCauseEbj");if(n===null)return;let{artNterpEntryPoint:r,artQuickToInterpreterBridge:o}=t,i=Se(t.vm).offset.quickCode;Interceptor.attach(n,{onLeave(){de.replacedMethods.synchronize(i,r,o)}})}function Id(){let t=[["_ZN3art11ClassLinker26VisiblyInitializedCallback22MarkVisiblyInitializedEPNS_6ThreadE","e90340f8 : ff0ff0ff"],["_ZN3art11ClassLinker26VisiblyInitializedCallback29AdjustThreadVisibilityCounterEPNS_6ThreadEl","7f0f00f9 : 1ffcffff"]],e=q(),n=e.module;for(let[r,o]of t){let i=n.findSymbolByName(r);if(i===null)continue;let s=Memory.scanSync(i,8192,o);if(s.length===0)return;let{artNterpEntryPoint:c,artQuickToInterpreterBridge:a}=e,l=Se(e.vm).offset.quickCode;Interceptor.attach(s[0].address,function(){de.replacedMethods.synchronize(l,c,a)});return}}function xd(t){if(Fo)return;if(Fo=!0,!Td()){let{getOatQuickMethodHeaderImpl:i}=de;if(i===null)return;try{Interceptor.replace(i,de.hooks.ArtMethod.getOatQuickMethodHeader)}catch{}}let e=ae(),n=null,r=q();e>28?n=r.find("_ZN3art2gc9collector17ConcurrentCopying12CopyingPhaseEv"):e>22&&(n=r.find("_ZN3art2gc9collector17ConcurrentCopying12MarkingPhaseEv")),n!==null&&Interceptor.attach(n,de.hooks.Gc.copyingPhase);let o=null;o=r.find("_ZN3art6Thread15RunFlipFunctionEPS0_"),o===null&&(o=r.find("_ZN3art6Thread15RunFlipFunctionEPS0_b")),o!==null&&Interceptor.attach(o,de.hooks.Gc.runFlip)}var Ad={arm:{signatures:[{pattern:["b0 68","01 30","0c d0","1b 98",":","c0 ff","c0 ff","00 ff","00 2f"],validateMatch:Xn},{pattern:["d8 f8 08 00","01 30","0c d0","1b 98",":","f0 ff ff 0f","ff ff","00 ff","00 2f"],validateMatch:Xn},{pattern:["b0 68","01 30","40 f0 c3 80","00 25",":","c0 ff","c0 ff","c0 fb 00 d0","ff f8"],validateMatch:Xn}],instrument:Ld},arm64:{signatures:[{pattern:["0a 40 b9","1f 05 00 31","40 01 00 54","88 39 00 f0",":","fc ff ff","1f fc ff ff","1f 00 00 ff","00 00 00 9f"],offset:1,validateMatch:Yn},{pattern:["0a 40 b9","1f 05 00 31","40 01 00 54","00 0e 40 f9",":","fc ff ff","1f fc ff ff","1f 00 00 ff","00 fc ff ff"],offset:1,validateMatch:Yn},{pattern:["0a 40 b9","1f 05 00 31","01 34 00 54","e0 03 1f aa",":","fc ff ff","1f fc ff ff","1f 00 00 ff","e0 ff ff ff"],offset:1,validateMatch:Yn}],instrument:kd}};function Xn({address:t,size:e}){let n=Instruction.parse(t.or(1)),[r,o]=n.operands,i=o.value.base,s=r.value,c=Instruction.parse(n.next.add(2)),a=ptr(c.operands[0].value),l=c.address.add(c.size),d,p;return c.mnemonic==="beq"?(d=l,p=a):(d=a,p=l),Pe(d.or(1),f,{limit:3});function f(u){let{mnemonic:_}=u;if(!(_==="ldr"||_==="ldr.w"))return null;let{base:h,disp:g}=u.operands[1].value;return h===i&&g===20?{methodReg:i,scratchReg:s,target:{whenTrue:a,whenRegularMethod:d,whenRuntimeMethod:p}}:null}}function Yn({address:t,size:e}){let[n,r]=Instruction.parse(t).operands,o=r.value.base,i="x"+n.value.substring(1),s=Instruction.parse(t.add(8)),c=ptr(s.operands[0].value),a=t.add(12),l,d;return s.mnemonic==="b.eq"?(l=a,d=c):(l=c,d=a),Pe(l,p,{limit:3});function p(f){if(f.mnemonic!=="ldr")return null;let{base:u,disp:_}=f.operands[1].value;return u===o&&_===24?{methodReg:o,scratchReg:i,target:{whenTrue:c,whenRegularMethod:l,whenRuntimeMethod:d}}:null}}function Td(){if(ae()<31)return!1;let t=Ad[Process.arch];if(t===void 0)return!1;let e=t.signatures.map(({pattern:r,offset:o=0,validateMatch:i=Cd})=>({pattern:new MatchPattern(r.join("")),offset:o,validateMatch:i})),n=[];for(let{base:r,size:o}of q().module.enumerateRanges("--x"))for(let{pattern:i,offset:s,validateMatch:c}of e){let a=Memory.scanSync(r,o,i).map(({address:l,size:d})=>({address:l.sub(s),size:d+s})).filter(l=>{let d=c(l);return d===null?!1:(l.validationResult=d,!0)});n.push(...a)}return n.length===0?!1:(n.forEach(t.instrument),!0)}function Cd(){return{}}var Kt=class{constructor(e,n,r){this.address=e,this.size=n,this.originalCode=e.readByteArray(n),this.trampoline=r}revert(){Memory.patchCode(this.address,this.size,e=>{e.writeByteArray(this.originalCode)})}};function Ld({address:t,size:e,validationResult:n}){let{methodReg:r,target:o}=n,i=Memory.alloc(Process.pageSize),s=e;Memory.patchCode(i,256,c=>{let a=new ThumbWriter(c,{pc:i}),l=new ThumbRelocator(t,a);for(let _=0;_!==2;_++)l.readOne();l.writeAll(),l.readOne(),l.skipOne(),a.putBCondLabel("eq","runtime_or_replacement_method");let d=[45,237,16,10];a.putBytes(d);let p=["r0","r1","r2","r3"];a.putPushRegs(p),a.putCallAddressWithArguments(de.replacedMethods.isReplacement,[r]),a.putCmpRegImm("r0",0),a.putPopRegs(p);let f=[189,236,16,10];a.putBytes(f),a.putBCondLabel("ne","runtime_or_replacement_method"),a.putBLabel("regular_method"),l.readOne();let u=l.input.address.equals(o.whenRegularMethod);for(a.putLabel(u?"regular_method":"runtime_or_replacement_method"),l.writeOne();s<10;){let _=l.readOne();if(_===0){s=10;break}s=_}l.writeAll(),a.putBranchAddress(t.add(s+1)),a.putLabel(u?"runtime_or_replacement_method":"regular_method"),a.putBranchAddress(o.whenTrue),a.flush()}),fr.push(new Kt(t,s,i)),Memory.patchCode(t,s,c=>{let a=new ThumbWriter(c,{pc:t});a.putLdrRegAddress("pc",i.or(1)),a.flush()})}function kd({address:t,size:e,validationResult:n}){let{methodReg:r,scratchReg:o,target:i}=n,s=Memory.alloc(Process.pageSize);Memory.patchCode(s,256,c=>{let a=new Arm64Writer(c,{pc:s}),l=new Arm64Relocator(t,a);for(let _=0;_!==2;_++)l.readOne();l.writeAll(),l.readOne(),l.skipOne(),a.putBCondLabel("eq","runtime_or_replacement_method");let d=["d0","d1","d2","d3","d4","d5","d6","d7","x0","x1","x2","x3","x4","x5","x6","x7","x8","x9","x10","x11","x12","x13","x14","x15","x16","x17"],p=d.length;for(let _=0;_!==p;_+=2)a.putPushRegReg(d[_],d[_+1]);a.putCallAddressWithArguments(de.replacedMethods.isReplacement,[r]),a.putCmpRegReg("x0","xzr");for(let _=p-2;_>=0;_-=2)a.putPopRegReg(d[_],d[_+1]);a.putBCondLabel("ne","runtime_or_replacement_method"),a.putBLabel("regular_method"),l.readOne();let f=l.input,u=f.address.equals(i.whenRegularMethod);a.putLabel(u?"regular_method":"runtime_or_replacement_method"),l.writeOne(),a.putBranchAddress(f.next),a.putLabel(u?"runtime_or_replacement_method":"regular_method"),a.putBranchAddress(i.whenTrue),a.flush()}),fr.push(new Kt(t,e,s)),Memory.patchCode(t,e,c=>{let a=new Arm64Writer(c,{pc:t});a.putLdrRegAddress(o,s),a.putBrReg(o),a.flush()})}function Md(t){return new Yo(t)}function Nd(t){return de.replacedMethods.translate(t)}function br(t,e={}){let{limit:n=16}=e,r=t.getEnv();return bt===null&&(bt=jd(t,r)),bt.backtrace(r,n)}function jd(t,e){let n=q(),r=Memory.alloc(Process.pointerSize),o=new CModule(`
#include <glib.h>
#include <stdbool.h>
#include <string.h>
#include <gum/gumtls.h>
#include <json-glib/json-glib.h>

typedef struct _ArtBacktrace ArtBacktrace;
typedef struct _ArtStackFrame ArtStackFrame;

typedef struct _ArtStackVisitor ArtStackVisitor;
typedef struct _ArtStackVisitorVTable ArtStackVisitorVTable;

typedef struct _ArtClass ArtClass;
typedef struct _ArtMethod ArtMethod;
typedef struct _ArtThread ArtThread;
typedef struct _ArtContext ArtContext;

typedef struct _JNIEnv JNIEnv;

typedef struct _StdString StdString;
typedef struct _StdTinyString StdTinyString;
typedef struct _StdLargeString StdLargeString;

typedef enum {
  STACK_WALK_INCLUDE_INLINED_FRAMES,
  STACK_WALK_SKIP_INLINED_FRAMES,
} StackWalkKind;

struct _StdTinyString
{
  guint8 unused;
  gchar data[(3 * sizeof (gpointer)) - 1];
};

struct _StdLargeString
{
  gsize capacity;
  gsize size;
  gchar * data;
};

struct _StdString
{
  union
  {
    guint8 flags;
    StdTinyString tiny;
    StdLargeString large;
  };
};

struct _ArtBacktrace
{
  GChecksum * id;
  GArray * frames;
  gchar * frames_json;
};

struct _ArtStackFrame
{
  ArtMethod * method;
  gsize dexpc;
  StdString description;
};

struct _ArtStackVisitorVTable
{
  void (* unused1) (void);
  void (* unused2) (void);
  bool (* visit) (ArtStackVisitor * visitor);
};

struct _ArtStackVisitor
{
  ArtStackVisitorVTable * vtable;

  guint8 padding[512];

  ArtStackVisitorVTable vtable_storage;

  ArtBacktrace * backtrace;
};

struct _ArtMethod
{
  guint32 declaring_class;
  guint32 access_flags;
};

extern GumTlsKey current_backtrace;

extern void (* perform_art_thread_state_transition) (JNIEnv * env);

extern ArtContext * art_make_context (ArtThread * thread);

extern void art_stack_visitor_init (ArtStackVisitor * visitor, ArtThread * thread, void * context, StackWalkKind walk_kind,
    size_t num_frames, bool check_suspended);
extern void art_stack_visitor_walk_stack (ArtStackVisitor * visitor, bool include_transitions);
extern ArtMethod * art_stack_visitor_get_method (ArtStackVisitor * visitor);
extern void art_stack_visitor_describe_location (StdString * description, ArtStackVisitor * visitor);
extern ArtMethod * translate_method (ArtMethod * method);
extern void translate_location (ArtMethod * method, guint32 pc, const gchar ** source_file, gint32 * line_number);
extern void get_class_location (StdString * result, ArtClass * klass);
extern void cxx_delete (void * mem);
extern unsigned long strtoul (const char * str, char ** endptr, int base);

static bool visit_frame (ArtStackVisitor * visitor);
static void art_stack_frame_destroy (ArtStackFrame * frame);

static void append_jni_type_name (GString * s, const gchar * name, gsize length);

static void std_string_destroy (StdString * str);
static gchar * std_string_get_data (StdString * str);

void
init (void)
{
  current_backtrace = gum_tls_key_new ();
}

void
finalize (void)
{
  gum_tls_key_free (current_backtrace);
}

ArtBacktrace *
_create (JNIEnv * env,
         guint limit)
{
  ArtBacktrace * bt;

  bt = g_new (ArtBacktrace, 1);
  bt->id = g_checksum_new (G_CHECKSUM_SHA1);
  bt->frames = (limit != 0)
      ? g_array_sized_new (FALSE, FALSE, sizeof (ArtStackFrame), limit)
      : g_array_new (FALSE, FALSE, sizeof (ArtStackFrame));
  g_array_set_clear_func (bt->frames, (GDestroyNotify) art_stack_frame_destroy);
  bt->frames_json = NULL;

  gum_tls_key_set_value (current_backtrace, bt);

  perform_art_thread_state_transition (env);

  gum_tls_key_set_value (current_backtrace, NULL);

  return bt;
}

void
_on_thread_state_transition_complete (ArtThread * thread)
{
  ArtContext * context;
  ArtStackVisitor visitor = {
    .vtable_storage = {
      .visit = visit_frame,
    },
  };

  context = art_make_context (thread);

  art_stack_visitor_init (&visitor, thread, context, STACK_WALK_SKIP_INLINED_FRAMES, 0, true);
  visitor.vtable = &visitor.vtable_storage;
  visitor.backtrace = gum_tls_key_get_value (current_backtrace);

  art_stack_visitor_walk_stack (&visitor, false);

  cxx_delete (context);
}

static bool
visit_frame (ArtStackVisitor * visitor)
{
  ArtBacktrace * bt = visitor->backtrace;
  ArtStackFrame frame;
  const gchar * description, * dexpc_part;

  frame.method = art_stack_visitor_get_method (visitor);

  art_stack_visitor_describe_location (&frame.description, visitor);

  description = std_string_get_data (&frame.description);
  if (strstr (description, " '<") != NULL)
    goto skip;

  dexpc_part = strstr (description, " at dex PC 0x");
  if (dexpc_part == NULL)
    goto skip;
  frame.dexpc = strtoul (dexpc_part + 13, NULL, 16);

  g_array_append_val (bt->frames, frame);

  g_checksum_update (bt->id, (guchar *) &frame.method, sizeof (frame.method));
  g_checksum_update (bt->id, (guchar *) &frame.dexpc, sizeof (frame.dexpc));

  return true;

skip:
  std_string_destroy (&frame.description);
  return true;
}

static void
art_stack_frame_destroy (ArtStackFrame * frame)
{
  std_string_destroy (&frame->description);
}

void
_destroy (ArtBacktrace * backtrace)
{
  g_free (backtrace->frames_json);
  g_array_free (backtrace->frames, TRUE);
  g_checksum_free (backtrace->id);
  g_free (backtrace);
}

const gchar *
_get_id (ArtBacktrace * backtrace)
{
  return g_checksum_get_string (backtrace->id);
}

const gchar *
_get_frames (ArtBacktrace * backtrace)
{
  GArray * frames = backtrace->frames;
  JsonBuilder * b;
  guint i;
  JsonNode * root;

  if (backtrace->frames_json != NULL)
    return backtrace->frames_json;

  b = json_builder_new_immutable ();

  json_builder_begin_array (b);

  for (i = 0; i != frames->len; i++)
  {
    ArtStackFrame * frame = &g_array_index (frames, ArtStackFrame, i);
    gchar * description, * ret_type, * paren_open, * paren_close, * arg_types, * token, * method_name, * class_name;
    GString * signature;
    gchar * cursor;
    ArtMethod * translated_method;
    StdString location;
    gsize dexpc;
    const gchar * source_file;
    gint32 line_number;

    description = std_string_get_data (&frame->description);

    ret_type = strchr (description, '\\'') + 1;

    paren_open = strchr (ret_type, '(');
    paren_close = strchr (paren_open, ')');
    *paren_open = '\\0';
    *paren_close = '\\0';

    arg_types = paren_open + 1;

    token = strrchr (ret_type, '.');
    *token = '\\0';

    method_name = token + 1;

    token = strrchr (ret_type, ' ');
    *token = '\\0';

    class_name = token + 1;

    signature = g_string_sized_new (128);

    append_jni_type_name (signature, class_name, method_name - class_name - 1);
    g_string_append_c (signature, ',');
    g_string_append (signature, method_name);
    g_string_append (signature, ",(");

    if (arg_types != paren_close)
    {
      for (cursor = arg_types; cursor != NULL;)
      {
        gsize length;
        gchar * next;

        token = strstr (cursor, ", ");
        if (token != NULL)
        {
          length = token - cursor;
          next = token + 2;
        }
        else
        {
          length = paren_close - cursor;
          next = NULL;
        }

        append_jni_type_name (signature, cursor, length);

        cursor = next;
      }
    }

    g_string_append_c (signature, ')');

    append_jni_type_name (signature, ret_type, class_name - ret_type - 1);

    translated_method = translate_method (frame->method);
    dexpc = (translated_method == frame->method) ? frame->dexpc : 0;

    get_class_location (&location, GSIZE_TO_POINTER (translated_method->declaring_class));

    translate_location (translated_method, dexpc, &source_file, &line_number);

    json_builder_begin_object (b);

    json_builder_set_member_name (b, "signature");
    json_builder_add_string_value (b, signature->str);

    json_builder_set_member_name (b, "origin");
    json_builder_add_string_value (b, std_string_get_data (&location));

    json_builder_set_member_name (b, "className");
    json_builder_add_string_value (b, class_name);

    json_builder_set_member_name (b, "methodName");
    json_builder_add_string_value (b, method_name);

    json_builder_set_member_name (b, "methodFlags");
    json_builder_add_int_value (b, translated_method->access_flags);

    json_builder_set_member_name (b, "fileName");
    json_builder_add_string_value (b, source_file);

    json_builder_set_member_name (b, "lineNumber");
    json_builder_add_int_value (b, line_number);

    json_builder_end_object (b);

    std_string_destroy (&location);
    g_string_free (signature, TRUE);
  }

  json_builder_end_array (b);

  root = json_builder_get_root (b);
  backtrace->frames_json = json_to_string (root, FALSE);
  json_node_unref (root);

  return backtrace->frames_json;
}

static void
append_jni_type_name (GString * s,
                      const gchar * name,
                      gsize length)
{
  gchar shorty = '\\0';
  gsize i;

  switch (name[0])
  {
    case 'b':
      if (strncmp (name, "boolean", length) == 0)
        shorty = 'Z';
      else if (strncmp (name, "byte", length) == 0)
        shorty = 'B';
      break;
    case 'c':
      if (strncmp (name, "char", length) == 0)
        shorty = 'C';
      break;
    case 'd':
      if (strncmp (name, "double", length) == 0)
        shorty = 'D';
      break;
    case 'f':
      if (strncmp (name, "float", length) == 0)
        shorty = 'F';
      break;
    case 'i':
      if (strncmp (name, "int", length) == 0)
        shorty = 'I';
      break;
    case 'l':
      if (strncmp (name, "long", length) == 0)
        shorty = 'J';
      break;
    case 's':
      if (strncmp (name, "short", length) == 0)
        shorty = 'S';
      break;
    case 'v':
      if (strncmp (name, "void", length) == 0)
        shorty = 'V';
      break;
  }

  if (shorty != '\\0')
  {
    g_string_append_c (s, shorty);

    return;
  }

  if (length > 2 && name[length - 2] == '[' && name[length - 1] == ']')
  {
    g_string_append_c (s, '[');
    append_jni_type_name (s, name, length - 2);

    return;
  }

  g_string_append_c (s, 'L');

  for (i = 0; i != length; i++)
  {
    gchar ch = name[i];
    if (ch != '.')
      g_string_append_c (s, ch);
    else
      g_string_append_c (s, '/');
  }

  g_string_append_c (s, ';');
}

static void
std_string_destroy (StdString * str)
{
  bool is_large = (str->flags & 1) != 0;
  if (is_large)
    cxx_delete (str->large.data);
}

static gchar *
std_string_get_data (StdString * str)
{
  bool is_large = (str->flags & 1) != 0;
  return is_large ? str->large.data : str->tiny.data;
}
`,{current_backtrace:Memory.alloc(Process.pointerSize),perform_art_thread_state_transition:r,art_make_context:n["art::Thread::GetLongJumpContext"]??n["art::Context::Create"],art_stack_visitor_init:n["art::StackVisitor::StackVisitor"],art_stack_visitor_walk_stack:n["art::StackVisitor::WalkStack"],art_stack_visitor_get_method:n["art::StackVisitor::GetMethod"],art_stack_visitor_describe_location:n["art::StackVisitor::DescribeLocation"],translate_method:de.replacedMethods.translate,translate_location:n["art::Monitor::TranslateLocation"],get_class_location:n["art::mirror::Class::GetLocation"],cxx_delete:n.$delete,strtoul:Process.getModuleByName("libc.so").getExportByName("strtoul")}),i=new NativeFunction(o._create,"pointer",["pointer","uint"],te),s=new NativeFunction(o._destroy,"void",["pointer"],te),c={exceptions:"propagate",scheduling:"exclusive"},a=new NativeFunction(o._get_id,"pointer",["pointer"],c),l=new NativeFunction(o._get_frames,"pointer",["pointer"],c),d=oi(t,e,o._on_thread_state_transition_complete);o._performData=d,r.writePointer(d),o.backtrace=(f,u)=>{let _=i(f,u),h=new sr(_);return Script.bindWeak(h,p.bind(null,_)),h};function p(f){s(f)}return o.getId=f=>a(f).readUtf8String(),o.getFrames=f=>JSON.parse(l(f).readUtf8String()),o}var sr=class{constructor(e){this.handle=e}get id(){return bt.getId(this.handle)}get frames(){return bt.getFrames(this.handle)}};function Er(){Wt.forEach(t=>{t.vtablePtr.writePointer(t.vtable),t.vtableCountPtr.writeS32(t.vtableCount)}),Wt.clear();for(let t of ei.splice(0))t.deactivate();for(let t of fr.splice(0))t.revert()}function vr(t){return ni(t,"art::jni::JniIdManager::DecodeMethodId")}function $o(t){return ni(t,"art::jni::JniIdManager::DecodeFieldId")}function ni(t,e){let n=q(),r=Qo(n).offset,o=r.jniIdManager,i=r.jniIdsIndirection;if(o!==null&&i!==null){let s=n.artRuntime;if(s.add(i).readInt()!==il){let a=s.add(o).readPointer();return n[e](a,t)}}return t}var Rd={ia32:Od,x64:Pd,arm:Fd,arm64:Dd};function Od(t,e,n,r,o){let i=ot(o).offset,s=Se(o).offset,c;return Memory.patchCode(t,128,a=>{let l=new X86Writer(a,{pc:t}),d=new X86Relocator(e,l),p=[15,174,4,36],f=[15,174,12,36];l.putPushax(),l.putMovRegReg("ebp","esp"),l.putAndRegU32("esp",4294967280),l.putSubRegImm("esp",512),l.putBytes(p),l.putMovRegFsU32Ptr("ebx",i.self),l.putCallAddressWithAlignedArguments(de.replacedMethods.findReplacementFromQuickCode,["eax","ebx"]),l.putTestRegReg("eax","eax"),l.putJccShortLabel("je","restore_registers","no-hint"),l.putMovRegOffsetPtrReg("ebp",7*4,"eax"),l.putLabel("restore_registers"),l.putBytes(f),l.putMovRegReg("esp","ebp"),l.putPopax(),l.putJccShortLabel("jne","invoke_replacement","no-hint");do c=d.readOne();while(c<n&&!d.eoi);d.writeAll(),d.eoi||l.putJmpAddress(e.add(c)),l.putLabel("invoke_replacement"),l.putJmpRegOffsetPtr("eax",s.quickCode),l.flush()}),c}function Pd(t,e,n,r,o){let i=ot(o).offset,s=Se(o).offset,c;return Memory.patchCode(t,256,a=>{let l=new X86Writer(a,{pc:t}),d=new X86Relocator(e,l),p=[15,174,4,36],f=[15,174,12,36];l.putPushax(),l.putMovRegReg("rbp","rsp"),l.putAndRegU32("rsp",4294967280),l.putSubRegImm("rsp",512),l.putBytes(p),l.putMovRegGsU32Ptr("rbx",i.self),l.putCallAddressWithAlignedArguments(de.replacedMethods.findReplacementFromQuickCode,["rdi","rbx"]),l.putTestRegReg("rax","rax"),l.putJccShortLabel("je","restore_registers","no-hint"),l.putMovRegOffsetPtrReg("rbp",8*8,"rax"),l.putLabel("restore_registers"),l.putBytes(f),l.putMovRegReg("rsp","rbp"),l.putPopax(),l.putJccShortLabel("jne","invoke_replacement","no-hint");do c=d.readOne();while(c<n&&!d.eoi);d.writeAll(),d.eoi||l.putJmpAddress(e.add(c)),l.putLabel("invoke_replacement"),l.putJmpRegOffsetPtr("rdi",s.quickCode),l.flush()}),c}function Fd(t,e,n,r,o){let i=Se(o).offset,s=e.and(ur),c;return Memory.patchCode(t,128,a=>{let l=new ThumbWriter(a,{pc:t}),d=new ThumbRelocator(s,l),p=[45,237,16,10],f=[189,236,16,10];l.putPushRegs(["r1","r2","r3","r5","r6","r7","r8","r10","r11","lr"]),l.putBytes(p),l.putSubRegRegImm("sp","sp",8),l.putStrRegRegOffset("r0","sp",0),l.putCallAddressWithArguments(de.replacedMethods.findReplacementFromQuickCode,["r0","r9"]),l.putCmpRegImm("r0",0),l.putBCondLabel("eq","restore_registers"),l.putStrRegRegOffset("r0","sp",0),l.putLabel("restore_registers"),l.putLdrRegRegOffset("r0","sp",0),l.putAddRegRegImm("sp","sp",8),l.putBytes(f),l.putPopRegs(["lr","r11","r10","r8","r7","r6","r5","r3","r2","r1"]),l.putBCondLabel("ne","invoke_replacement");do c=d.readOne();while(c<n&&!d.eoi);d.writeAll(),d.eoi||l.putLdrRegAddress("pc",e.add(c)),l.putLabel("invoke_replacement"),l.putLdrRegRegOffset("pc","r0",i.quickCode),l.flush()}),c}function Dd(t,e,n,{availableScratchRegs:r},o){let i=Se(o).offset,s;return Memory.patchCode(t,256,c=>{let a=new Arm64Writer(c,{pc:t}),l=new Arm64Relocator(e,a);a.putPushRegReg("d0","d1"),a.putPushRegReg("d2","d3"),a.putPushRegReg("d4","d5"),a.putPushRegReg("d6","d7"),a.putPushRegReg("x1","x2"),a.putPushRegReg("x3","x4"),a.putPushRegReg("x5","x6"),a.putPushRegReg("x7","x20"),a.putPushRegReg("x21","x22"),a.putPushRegReg("x23","x24"),a.putPushRegReg("x25","x26"),a.putPushRegReg("x27","x28"),a.putPushRegReg("x29","lr"),a.putSubRegRegImm("sp","sp",16),a.putStrRegRegOffset("x0","sp",0),a.putCallAddressWithArguments(de.replacedMethods.findReplacementFromQuickCode,["x0","x19"]),a.putCmpRegReg("x0","xzr"),a.putBCondLabel("eq","restore_registers"),a.putStrRegRegOffset("x0","sp",0),a.putLabel("restore_registers"),a.putLdrRegRegOffset("x0","sp",0),a.putAddRegRegImm("sp","sp",16),a.putPopRegReg("x29","lr"),a.putPopRegReg("x27","x28"),a.putPopRegReg("x25","x26"),a.putPopRegReg("x23","x24"),a.putPopRegReg("x21","x22"),a.putPopRegReg("x7","x20"),a.putPopRegReg("x5","x6"),a.putPopRegReg("x3","x4"),a.putPopRegReg("x1","x2"),a.putPopRegReg("d6","d7"),a.putPopRegReg("d4","d5"),a.putPopRegReg("d2","d3"),a.putPopRegReg("d0","d1"),a.putBCondLabel("ne","invoke_replacement");do s=l.readOne();while(s<n&&!l.eoi);if(l.writeAll(),!l.eoi){let d=Array.from(r)[0];a.putLdrRegAddress(d,e.add(s)),a.putBrReg(d)}a.putLabel("invoke_replacement"),a.putLdrRegRegOffset("x16","x0",i.quickCode),a.putBrReg("x16"),a.flush()}),s}var Ud={ia32:Go,x64:Go,arm:Bd,arm64:Vd};function Go(t,e,n){Memory.patchCode(t,16,r=>{let o=new X86Writer(r,{pc:t});o.putJmpAddress(e),o.flush()})}function Bd(t,e,n){let r=t.and(ur);Memory.patchCode(r,16,o=>{let i=new ThumbWriter(o,{pc:r});i.putLdrRegAddress("pc",e.or(1)),i.flush()})}function Vd(t,e,n){Memory.patchCode(t,16,r=>{let o=new Arm64Writer(r,{pc:t});n===16?o.putLdrRegAddress("x16",e):o.putAdrpRegAddress("x16",e),o.putBrReg("x16"),o.flush()})}var zd={ia32:5,x64:16,arm:8,arm64:16},Qt=class{constructor(e){this.quickCode=e,this.quickCodeAddress=Process.arch==="arm"?e.and(ur):e,this.redirectSize=0,this.trampoline=null,this.overwrittenPrologue=null,this.overwrittenPrologueLength=0}_canRelocateCode(e,n){let r=ir[Process.arch],o=gd[Process.arch],{quickCodeAddress:i}=this,s=new r(i),c=new o(i,s),a;if(Process.arch==="arm64"){let l=new Set(["x16","x17"]);do{let d=c.readOne(),p=new Set(l),{read:f,written:u}=c.input.regsAccessed;for(let _ of[f,u])for(let h of _){let g;h.startsWith("w")?g="x"+h.substring(1):g=h,p.delete(g)}if(p.size===0)break;a=d,l=p}while(a<e&&!c.eoi);n.availableScratchRegs=l}else do a=c.readOne();while(a<e&&!c.eoi);return a>=e}_allocateTrampoline(){$t===null&&($t=Cn(v===4?128:256));let e=zd[Process.arch],n,r,o=1,i={};if(v===4||this._canRelocateCode(e,i))n=e,r={};else{let s;Process.arch==="x64"?(n=5,s=sl):Process.arch==="arm64"&&(n=8,s=al,o=4096),r={near:this.quickCodeAddress,maxDistance:s}}return this.redirectSize=n,this.trampoline=$t.allocateSlice(r,o),i}_destroyTrampoline(){$t.freeSlice(this.trampoline)}activate(e){let n=this._allocateTrampoline(),{trampoline:r,quickCode:o,redirectSize:i}=this,s=Rd[Process.arch],c=s(r,o,i,n,e);this.overwrittenPrologueLength=c,this.overwrittenPrologue=Memory.dup(this.quickCodeAddress,c);let a=Ud[Process.arch];a(o,r,i)}deactivate(){let{quickCodeAddress:e,overwrittenPrologueLength:n}=this,r=ir[Process.arch];Memory.patchCode(e,n,o=>{let i=new r(o,{pc:e}),{overwrittenPrologue:s}=this;i.putBytes(s.readByteArray(n)),i.flush()}),this._destroyTrampoline()}};function Jd(t){let e=q(),{module:n,artClassLinker:r}=e;return t.equals(r.quickGenericJniTrampoline)||t.equals(r.quickToInterpreterBridgeTrampoline)||t.equals(r.quickResolutionTrampoline)||t.equals(r.quickImtConflictTrampoline)||t.compare(n.base)>=0&&t.compare(n.base.add(n.size))<0}var ar=class{constructor(e){let n=vr(e);this.methodId=n,this.originalMethod=null,this.hookedMethodId=n,this.replacementMethodId=null,this.interceptor=null}replace(e,n,r,o,i){let{kAccCompileDontBother:s,artNterpEntryPoint:c}=i;this.originalMethod=Ho(this.methodId,o);let a=this.originalMethod.accessFlags;if((a&ol)!==0&&$d()){let u=this.originalMethod.jniCode;this.hookedMethodId=u.add(2*v).readPointer(),this.originalMethod=Ho(this.hookedMethodId,o)}let{hookedMethodId:l}=this,d=Hd(l,o);this.replacementMethodId=d,Gt(d,{jniCode:e,accessFlags:(a&~(Yc|Xc|jo)|Zt|s)>>>0,quickCode:i.artClassLinker.quickGenericJniTrampoline,interpreterCode:i.artInterpreterToCompiledCodeBridge},o);let p=qo|tl|jo;(a&Zt)===0&&(p|=el),Gt(l,{accessFlags:(a&~p|s)>>>0},o);let f=this.originalMethod.quickCode;if(c!==null&&f.equals(c)&&Gt(l,{quickCode:i.artQuickToInterpreterBridge},o),!Jd(f)){let u=new Qt(f);u.activate(o),this.interceptor=u}de.replacedMethods.set(l,d),yd(l,o)}revert(e){let{hookedMethodId:n,interceptor:r}=this;Gt(n,this.originalMethod,e),de.replacedMethods.delete(n),r!==null&&(r.deactivate(),this.interceptor=null)}resolveTarget(e,n,r,o){return this.hookedMethodId}};function $d(){return ae()<28}function Ho(t,e){let r=Se(e).offset;return["jniCode","accessFlags","quickCode","interpreterCode"].reduce((o,i)=>{let s=r[i];if(s===void 0)return o;let c=t.add(s),a=i==="accessFlags"?Gc:Hc;return o[i]=a.call(c),o},{})}function Gt(t,e,n){let o=Se(n).offset;Object.keys(e).forEach(i=>{let s=o[i];if(s===void 0)return;let c=t.add(s);(i==="accessFlags"?Zc:Wc).call(c,e[i])})}var cr=class{constructor(e){this.methodId=e,this.originalMethod=null}replace(e,n,r,o,i){let{methodId:s}=this;this.originalMethod=Memory.dup(s,Gn);let c=r.reduce((f,u)=>f+u.size,0);n&&c++;let a=(s.add(Ro).readU32()|Zt)>>>0,l=c,d=0,p=c;s.add(Ro).writeU32(a),s.add(fl).writeU16(l),s.add(hl).writeU16(d),s.add(ml).writeU16(p),s.add(gl).writeU32(Gd(s)),i.dvmUseJNIBridge(s,e)}revert(e){Memory.copy(this.methodId,this.originalMethod,Gn)}resolveTarget(e,n,r,o){let i=r.handle.add(Ko).readPointer(),s;if(n)s=o.dvmDecodeIndirectRef(i,e.$h);else{let f=e.$borrowClassHandle(r);s=o.dvmDecodeIndirectRef(i,f.value),f.unref(r)}let c;n?c=s.add(ul).readPointer():c=s;let a=c.toString(16),l=Wt.get(a);if(l===void 0){let f=c.add(dl),u=c.add(ll),_=f.readPointer(),h=u.readS32(),g=h*v,y=Memory.alloc(2*g);Memory.copy(y,_,g),f.writePointer(y),l={classObject:c,vtablePtr:f,vtableCountPtr:u,vtable:_,vtableCount:h,shadowVtable:y,shadowVtableCount:h,targetMethods:new Map},Wt.set(a,l)}let d=this.methodId.toString(16),p=l.targetMethods.get(d);if(p===void 0){p=Memory.dup(this.originalMethod,Gn);let f=l.shadowVtableCount++;l.shadowVtable.add(f*v).writePointer(p),p.add(pl).writeU16(f),l.vtableCountPtr.writeS32(l.shadowVtableCount),l.targetMethods.set(d,p)}return p}};function Gd(t){if(Process.arch!=="ia32")return Oo;let e=t.add(_l).readPointer().readCString();if(e===null||e.length===0||e.length>65535)return Oo;let n;switch(e[0]){case"V":n=yl;break;case"F":n=bl;break;case"D":n=El;break;case"J":n=vl;break;case"Z":case"B":n=xl;break;case"C":n=Il;break;case"S":n=wl;break;default:n=Sl;break}let r=0;for(let o=e.length-1;o>0;o--){let i=e[o];r+=i==="D"||i==="J"?2:1}return n<<Al|r}function Hd(t,e){let n=q();if(ae()<23){let r=n["art::Thread::CurrentFromGdb"]();return n["art::mirror::Object::Clone"](t,r)}return Memory.dup(t,Se(e).size)}function Sr(t,e,n){ri(t,e,tr,n)}function wr(t,e){ri(t,e,er)}function Ir(t,e){let n=q();if(ae()<26)throw new Error("This API is only available on Android >= 8.0");Ae(t,e,r=>{n["art::Runtime::DeoptimizeBootImage"](n.artRuntime)})}function ri(t,e,n,r){let o=q();if(ae()<24)throw new Error("This API is only available on Android >= 7.0");Ae(t,e,i=>{if(ae()<30){if(!o.isJdwpStarted()){let c=Zd(o);Ol.push(c)}o.isDebuggerActive()||o["art::Dbg::GoActive"]();let s=Memory.alloc(8+v);switch(s.writeU32(n),n){case er:break;case tr:s.add(8).writePointer(r);break;default:throw new Error("Unsupported deoptimization kind")}o["art::Dbg::RequestDeoptimization"](s),o["art::Dbg::ManageDeoptimization"]()}else{let s=o.artInstrumentation;if(s===null)throw new Error("Unable to find Instrumentation class in ART; please file a bug");let c=o["art::Instrumentation::EnableDeoptimization"];switch(c!==void 0&&(s.add(kl().offset.deoptimizationEnabled).readU8()||c(s)),n){case er:o["art::Instrumentation::DeoptimizeEverything"](s,Memory.allocUtf8String("frida"));break;case tr:o["art::Instrumentation::Deoptimize"](s,r);break;default:throw new Error("Unsupported deoptimization kind")}}})}var lr=class{constructor(){let e=Process.getModuleByName("libart.so"),n=e.getExportByName("_ZN3art4JDWP12JdwpAdbState6AcceptEv"),r=e.getExportByName("_ZN3art4JDWP12JdwpAdbState15ReceiveClientFdEv"),o=Zo(),i=Zo();this._controlFd=o[0],this._clientFd=i[0];let s=null;s=Interceptor.attach(n,function(c){let a=c[0];Memory.scanSync(a.add(8252),256,"00 ff ff ff ff 00")[0].address.add(1).writeS32(o[1]),s.detach()}),Interceptor.replace(r,new NativeCallback(function(c){return Interceptor.revert(r),i[1]},"int",["pointer"])),Interceptor.flush(),this._handshakeRequest=this._performHandshake()}async _performHandshake(){let e=new UnixInputStream(this._clientFd,{autoClose:!1}),n=new UnixOutputStream(this._clientFd,{autoClose:!1}),r=[74,68,87,80,45,72,97,110,100,115,104,97,107,101];try{await n.writeAll(r),await e.readAll(r.length)}catch{}}};function Zd(t){let e=new lr;t["art::Dbg::SetJdwpAllowed"](1);let n=Wd();t["art::Dbg::ConfigureJdwp"](n);let r=t["art::InternalDebuggerControlCallback::StartDebugger"];return r!==void 0?r(NULL):t["art::Dbg::StartJdwp"](),e}function Wd(){let t=ae()<28?2:3,e=0,n=t,r=!0,o=!1,i=e,s=8+vt+2,c=Memory.alloc(s);return c.writeU32(n).add(4).writeU8(r?1:0).add(1).writeU8(o?1:0).add(1).add(vt).writeU16(i),c}function Zo(){qn===null&&(qn=new NativeFunction(Process.getModuleByName("libc.so").getExportByName("socketpair"),"int",["int","int","int","pointer"]));let t=Memory.alloc(8);if(qn(Cl,Ll,0,t)===-1)throw new Error("Unable to create socketpair for JDWP");return[t.readS32(),t.add(4).readS32()]}function qd(t){let e=Ul().offset,n=t.vm.add(e.globalsLock),r=t.vm.add(e.globals),o=t["art::IndirectReferenceTable::Add"],i=t["art::ReaderWriterMutex::ExclusiveLock"],s=t["art::ReaderWriterMutex::ExclusiveUnlock"],c=0;return function(a,l,d){i(n,l);try{return o(r,c,d)}finally{s(n,l)}}}function Kd(t){let e=t["art::Thread::DecodeJObject"];if(e===void 0)throw new Error("art::Thread::DecodeJObject is not available; please file a bug");return function(n,r,o){return e(r,o)}}var Qd={ia32:Wo,x64:Wo,arm:Xd,arm64:Yd};function oi(t,e,n){let r=q(),o=e.handle.readPointer(),i,s=r.find("_ZN3art3JNIILb1EE14ExceptionClearEP7_JNIEnv");s!==null?i=s:i=o.add(en).readPointer();let c,a=r.find("_ZN3art3JNIILb1EE10FatalErrorEP7_JNIEnvPKc");a!==null?c=a:c=o.add(cl).readPointer();let l=Qd[Process.arch];if(l===void 0)throw new Error("Not yet implemented for "+Process.arch);let d=null,p=ot(t).offset,f=p.exception,u=new Set,_=p.isExceptionReportedToInstrumentation;_!==null&&u.add(_);let h=p.throwLocation;h!==null&&(u.add(h),u.add(h+v),u.add(h+2*v));let g=65536,y=Memory.alloc(g);return Memory.patchCode(y,g,E=>{d=l(E,y,i,c,f,u,n)}),d._code=y,d._callback=n,d}function Wo(t,e,n,r,o,i,s){let c={},a=new Set,l=[n];for(;l.length>0;){let h=l.shift();if(Object.values(c).some(({begin:N,end:R})=>h.compare(N)>=0&&h.compare(R)<0))continue;let y=h.toString(),E={begin:h},x=null,T=!1;do{if(h.equals(r)){T=!0;break}let N=Instruction.parse(h);x=N;let R=c[N.address.toString()];if(R!==void 0){delete c[R.begin.toString()],c[y]=R,R.begin=E.begin,E=null;break}let M=null;switch(N.mnemonic){case"jmp":M=ptr(N.operands[0].value),T=!0;break;case"je":case"jg":case"jle":case"jne":case"js":M=ptr(N.operands[0].value);break;case"ret":T=!0;break}M!==null&&(a.add(M.toString()),l.push(M),l.sort((k,S)=>k.compare(S))),h=N.next}while(!T);E!==null&&(E.end=x.address.add(x.size),c[y]=E)}let d=Object.keys(c).map(h=>c[h]);d.sort((h,g)=>h.begin.compare(g.begin));let p=c[n.toString()];d.splice(d.indexOf(p),1),d.unshift(p);let f=new X86Writer(t,{pc:e}),u=!1,_=null;return d.forEach(h=>{let g=h.end.sub(h.begin).toInt32(),y=new X86Relocator(h.begin,f),E;for(;(E=y.readOne())!==0;){let x=y.input,{mnemonic:T}=x,N=x.address.toString();a.has(N)&&f.putLabel(N);let R=!0;switch(T){case"jmp":f.putJmpNearLabel(be(x.operands[0])),R=!1;break;case"je":case"jg":case"jle":case"jne":case"js":f.putJccNearLabel(T,be(x.operands[0]),"no-hint"),R=!1;break;case"mov":{let[M,k]=x.operands;if(M.type==="mem"&&k.type==="imm"){let S=M.value,C=S.disp;if(C===o&&k.value.valueOf()===0){if(_=S.base,f.putPushfx(),f.putPushax(),f.putMovRegReg("xbp","xsp"),v===4)f.putAndRegU32("esp",4294967280);else{let j=_!=="rdi"?"rdi":"rsi";f.putMovRegU64(j,uint64("0xfffffffffffffff0")),f.putAndRegReg("rsp",j)}f.putCallAddressWithAlignedArguments(s,[_]),f.putMovRegReg("xsp","xbp"),f.putPopax(),f.putPopfx(),u=!0,R=!1}else i.has(C)&&S.base===_&&(R=!1)}break}case"call":{let M=x.operands[0];M.type==="mem"&&M.value.disp===en&&(v===4?(f.putPopReg("eax"),f.putMovRegRegOffsetPtr("eax","eax",4),f.putPushReg("eax")):f.putMovRegRegOffsetPtr("rdi","rdi",8),f.putCallAddressWithArguments(s,[]),u=!0,R=!1);break}}if(R?y.writeAll():y.skipOne(),E===g)break}y.dispose()}),f.dispose(),u||xr(),new NativeFunction(e,"void",["pointer"],te)}function Xd(t,e,n,r,o,i,s){let c={},a=new Set,l=ptr(1).not(),d=[n];for(;d.length>0;){let y=d.shift();if(Object.values(c).some(({begin:C,end:j})=>y.compare(C)>=0&&y.compare(j)<0))continue;let x=y.and(l),T=x.toString(),N=y.and(1),R={begin:x},M=null,k=!1,S=0;do{if(y.equals(r)){k=!0;break}let C=Instruction.parse(y),{mnemonic:j}=C;M=C;let O=y.and(l).toString(),D=c[O];if(D!==void 0){delete c[D.begin.toString()],c[T]=D,D.begin=R.begin,R=null;break}let $=S===0,F=null;switch(j){case"b":F=ptr(C.operands[0].value),k=$;break;case"beq.w":case"beq":case"bne":case"bne.w":case"bgt":F=ptr(C.operands[0].value);break;case"cbz":case"cbnz":F=ptr(C.operands[1].value);break;case"pop.w":$&&(k=C.operands.filter(Z=>Z.value==="pc").length===1);break}switch(j){case"it":S=1;break;case"itt":S=2;break;case"ittt":S=3;break;case"itttt":S=4;break;default:S>0&&S--;break}F!==null&&(a.add(F.toString()),d.push(F.or(N)),d.sort((Z,se)=>Z.compare(se))),y=C.next}while(!k);R!==null&&(R.end=M.address.add(M.size),c[T]=R)}let p=Object.keys(c).map(y=>c[y]);p.sort((y,E)=>y.begin.compare(E.begin));let f=c[n.and(l).toString()];p.splice(p.indexOf(f),1),p.unshift(f);let u=new ThumbWriter(t,{pc:e}),_=!1,h=null,g=null;return p.forEach(y=>{let E=new ThumbRelocator(y.begin,u),x=y.begin,T=y.end,N=0;do{if(E.readOne()===0)throw new Error("Unexpected end of block");let M=E.input;x=M.address,N=M.size;let{mnemonic:k}=M,S=x.toString();a.has(S)&&u.putLabel(S);let C=!0;switch(k){case"b":u.putBLabel(be(M.operands[0])),C=!1;break;case"beq.w":u.putBCondLabelWide("eq",be(M.operands[0])),C=!1;break;case"bne.w":u.putBCondLabelWide("ne",be(M.operands[0])),C=!1;break;case"beq":case"bne":case"bgt":u.putBCondLabelWide(k.substr(1),be(M.operands[0])),C=!1;break;case"cbz":{let j=M.operands;u.putCbzRegLabel(j[0].value,be(j[1])),C=!1;break}case"cbnz":{let j=M.operands;u.putCbnzRegLabel(j[0].value,be(j[1])),C=!1;break}case"str":case"str.w":{let j=M.operands[1].value,w=j.disp;if(w===o){h=j.base;let O=h!=="r4"?"r4":"r5",D=["r0","r1","r2","r3",O,"r9","r12","lr"];u.putPushRegs(D),u.putMrsRegReg(O,"apsr-nzcvq"),u.putCallAddressWithArguments(s,[h]),u.putMsrRegReg("apsr-nzcvq",O),u.putPopRegs(D),_=!0,C=!1}else i.has(w)&&j.base===h&&(C=!1);break}case"ldr":{let[j,w]=M.operands;if(w.type==="mem"){let O=w.value;O.base[0]==="r"&&O.disp===en&&(g=j.value)}break}case"blx":M.operands[0].value===g&&(u.putLdrRegRegOffset("r0","r0",4),u.putCallAddressWithArguments(s,["r0"]),_=!0,g=null,C=!1);break}C?E.writeAll():E.skipOne()}while(!x.add(N).equals(T));E.dispose()}),u.dispose(),_||xr(),new NativeFunction(e.or(1),"void",["pointer"],te)}function Yd(t,e,n,r,o,i,s){let c={},a=new Set,l=[n];for(;l.length>0;){let y=l.shift();if(Object.values(c).some(({begin:M,end:k})=>y.compare(M)>=0&&y.compare(k)<0))continue;let x=y.toString(),T={begin:y},N=null,R=!1;do{if(y.equals(r)){R=!0;break}let M;try{M=Instruction.parse(y)}catch(C){if(y.readU32()===0){R=!0;break}else throw C}N=M;let k=c[M.address.toString()];if(k!==void 0){delete c[k.begin.toString()],c[x]=k,k.begin=T.begin,T=null;break}let S=null;switch(M.mnemonic){case"b":S=ptr(M.operands[0].value),R=!0;break;case"b.eq":case"b.ne":case"b.le":case"b.gt":S=ptr(M.operands[0].value);break;case"cbz":case"cbnz":S=ptr(M.operands[1].value);break;case"tbz":case"tbnz":S=ptr(M.operands[2].value);break;case"ret":R=!0;break}S!==null&&(a.add(S.toString()),l.push(S),l.sort((C,j)=>C.compare(j))),y=M.next}while(!R);T!==null&&(T.end=N.address.add(N.size),c[x]=T)}let d=Object.keys(c).map(y=>c[y]);d.sort((y,E)=>y.begin.compare(E.begin));let p=c[n.toString()];d.splice(d.indexOf(p),1),d.unshift(p);let f=new Arm64Writer(t,{pc:e});f.putBLabel("performTransition");let u=e.add(f.offset);f.putPushAllXRegisters(),f.putCallAddressWithArguments(s,["x0"]),f.putPopAllXRegisters(),f.putRet(),f.putLabel("performTransition");let _=!1,h=null,g=null;return d.forEach(y=>{let E=y.end.sub(y.begin).toInt32(),x=new Arm64Relocator(y.begin,f),T;for(;(T=x.readOne())!==0;){let N=x.input,{mnemonic:R}=N,M=N.address.toString();a.has(M)&&f.putLabel(M);let k=!0;switch(R){case"b":f.putBLabel(be(N.operands[0])),k=!1;break;case"b.eq":case"b.ne":case"b.le":case"b.gt":f.putBCondLabel(R.substr(2),be(N.operands[0])),k=!1;break;case"cbz":{let S=N.operands;f.putCbzRegLabel(S[0].value,be(S[1])),k=!1;break}case"cbnz":{let S=N.operands;f.putCbnzRegLabel(S[0].value,be(S[1])),k=!1;break}case"tbz":{let S=N.operands;f.putTbzRegImmLabel(S[0].value,S[1].value.valueOf(),be(S[2])),k=!1;break}case"tbnz":{let S=N.operands;f.putTbnzRegImmLabel(S[0].value,S[1].value.valueOf(),be(S[2])),k=!1;break}case"str":{let S=N.operands,C=S[0].value,j=S[1].value,w=j.disp;C==="xzr"&&w===o?(h=j.base,f.putPushRegReg("x0","lr"),f.putMovRegReg("x0",h),f.putBlImm(u),f.putPopRegReg("x0","lr"),_=!0,k=!1):i.has(w)&&j.base===h&&(k=!1);break}case"ldr":{let S=N.operands,C=S[1].value;C.base[0]==="x"&&C.disp===en&&(g=S[0].value);break}case"blr":N.operands[0].value===g&&(f.putLdrRegRegOffset("x0","x0",8),f.putCallAddressWithArguments(s,["x0"]),_=!0,g=null,k=!1);break}if(k?x.writeAll():x.skipOne(),T===E)break}x.dispose()}),f.dispose(),_||xr(),new NativeFunction(e,"void",["pointer"],te)}function xr(){throw new Error("Unable to parse ART internals; please file a bug")}function eu(t){let e=t["art::ArtMethod::PrettyMethod"];e!==void 0&&(Interceptor.attach(e.impl,de.hooks.ArtMethod.prettyMethod),Interceptor.flush())}function be(t){return ptr(t.value).toString()}function tu(t,e){return new NativeFunction(t,"pointer",e,te)}function nu(t,e){let n=new NativeFunction(t,"void",["pointer"].concat(e),te);return function(){let r=Memory.alloc(v);return n(r,...arguments),r.readPointer()}}function Ht(t,e){let{arch:n}=Process;switch(n){case"ia32":case"arm64":{let r;n==="ia32"?r=rt(64,s=>{let c=1+e.length,a=c*4;s.putSubRegImm("esp",a);for(let l=0;l!==c;l++){let d=l*4;s.putMovRegRegOffsetPtr("eax","esp",a+4+d),s.putMovRegOffsetPtrReg("esp",d,"eax")}s.putCallAddress(t),s.putAddRegImm("esp",a-4),s.putRet()}):r=rt(32,s=>{s.putMovRegReg("x8","x0"),e.forEach((c,a)=>{s.putMovRegReg("x"+a,"x"+(a+1))}),s.putLdrRegAddress("x7",t),s.putBrReg("x7")});let o=new NativeFunction(r,"void",["pointer"].concat(e),te),i=function(...s){o(...s)};return i.handle=r,i.impl=t,i}default:{let r=new NativeFunction(t,"void",["pointer"].concat(e),te);return r.impl=t,r}}}var Xt=class{constructor(){this.handle=Memory.alloc(vt)}dispose(){let[e,n]=this._getData();n||q().$delete(e)}disposeToString(){let e=this.toString();return this.dispose(),e}toString(){let[e]=this._getData();return e.readUtf8String()}_getData(){let e=this.handle,n=(e.readU8()&1)===0;return[n?e.add(1):e.add(2*v).readPointer(),n]}},dr=class{$delete(){this.dispose(),q().$delete(this)}constructor(e,n){this.handle=e,this._begin=e,this._end=e.add(v),this._storage=e.add(2*v),this._elementSize=n}init(){this.begin=NULL,this.end=NULL,this.storage=NULL}dispose(){q().$delete(this.begin)}get begin(){return this._begin.readPointer()}set begin(e){this._begin.writePointer(e)}get end(){return this._end.readPointer()}set end(e){this._end.writePointer(e)}get storage(){return this._storage.readPointer()}set storage(e){this._storage.writePointer(e)}get size(){return this.end.sub(this.begin).toInt32()/this._elementSize}},St=class t extends dr{static $new(){let e=new t(q().$new(Tl));return e.init(),e}constructor(e){super(e,v)}get handles(){let e=[],n=this.begin,r=this.end;for(;!n.equals(r);)e.push(n.readPointer()),n=n.add(v);return e}},ru=0,ii=v,si=ii+4,ou=-1,Yt=class t{$delete(){this.dispose(),q().$delete(this)}constructor(e){this.handle=e,this._link=e.add(ru),this._numberOfReferences=e.add(ii)}init(e,n){this.link=e,this.numberOfReferences=n}dispose(){}get link(){return new t(this._link.readPointer())}set link(e){this._link.writePointer(e)}get numberOfReferences(){return this._numberOfReferences.readS32()}set numberOfReferences(e){this._numberOfReferences.writeS32(e)}},ai=cu(si),ci=ai+v,iu=ci+v,wt=class t extends Yt{static $new(e,n){let r=new t(q().$new(iu));return r.init(e,n),r}constructor(e){super(e),this._self=e.add(ai),this._currentScope=e.add(ci);let o=(64-v-4-4)/4;this._scopeLayout=Et.layoutForCapacity(o),this._topHandleScopePtr=null}init(e,n){let r=e.add(ot(n).offset.topHandleScope);this._topHandleScopePtr=r,super.init(r.readPointer(),ou),this.self=e,this.currentScope=Et.$new(this._scopeLayout),r.writePointer(this)}dispose(){this._topHandleScopePtr.writePointer(this.link);let e;for(;(e=this.currentScope)!==null;){let n=e.link;e.$delete(),this.currentScope=n}}get self(){return this._self.readPointer()}set self(e){this._self.writePointer(e)}get currentScope(){let e=this._currentScope.readPointer();return e.isNull()?null:new Et(e,this._scopeLayout)}set currentScope(e){this._currentScope.writePointer(e)}newHandle(e){return this.currentScope.newHandle(e)}},Et=class t extends Yt{static $new(e){let n=new t(q().$new(e.size),e);return n.init(),n}constructor(e,n){super(e);let{offset:r}=n;this._refsStorage=e.add(r.refsStorage),this._pos=e.add(r.pos),this._layout=n}init(){super.init(NULL,this._layout.numberOfReferences),this.pos=0}get pos(){return this._pos.readU32()}set pos(e){this._pos.writeU32(e)}newHandle(e){let n=this.pos,r=this._refsStorage.add(n*4);return r.writeS32(e.toInt32()),this.pos=n+1,r}static layoutForCapacity(e){let n=si,r=n+e*4;return{size:r+4,numberOfReferences:e,offset:{refsStorage:n,pos:r}}}},su={arm:function(t,e){let n=Process.pageSize,r=Memory.alloc(n);Memory.protect(r,n,"rwx");let o=new NativeCallback(e,"void",["pointer"]);r._onMatchCallback=o;let i=[26625,18947,17041,53505,19202,18200,18288,48896],s=i.length*2,c=s+4,a=c+4;return Memory.patchCode(r,a,function(l){i.forEach((d,p)=>{l.add(p*2).writeU16(d)}),l.add(s).writeS32(t),l.add(c).writePointer(o)}),r.or(1)},arm64:function(t,e){let n=Process.pageSize,r=Memory.alloc(n);Memory.protect(r,n,"rwx");let o=new NativeCallback(e,"void",["pointer"]);r._onMatchCallback=o;let i=[3107979265,402653378,1795293247,1409286241,1476395139,3592355936,3596551104],s=i.length*4,c=s+4,a=c+8;return Memory.patchCode(r,a,function(l){i.forEach((d,p)=>{l.add(p*4).writeU32(d)}),l.add(s).writeS32(t),l.add(c).writePointer(o)}),r}};function Ar(t,e){return(su[Process.arch]||au)(t,e)}function au(t,e){return new NativeCallback(n=>{n.readS32()===t&&e(n)},"void",["pointer","pointer"])}function cu(t){let e=t%v;return e!==0?t+v-e:t}var lu=4,{pointerSize:W}=Process,du=256,uu=65536,pu=131072,fu=33554432,hu=67108864,mu=134217728,We={exceptions:"propagate"},pi=me(Cu),_u=me(ku),gu=me(xu),Tr=null,Cr=!1,on=new Map,xt=new Map;function Ne(){return Tr===null&&(Tr=yu()),Tr}function yu(){let t=Process.enumerateModules().filter(a=>/jvm.(dll|dylib|so)$/.test(a.name));if(t.length===0)return null;let e=t[0],n={flavor:"jvm"},r=Process.platform==="windows"?[{module:e,functions:{JNI_GetCreatedJavaVMs:["JNI_GetCreatedJavaVMs","int",["pointer","int","pointer"]],JVM_Sleep:["JVM_Sleep","void",["pointer","pointer","long"]],"VMThread::execute":["VMThread::execute","void",["pointer"]],"Method::size":["Method::size","int",["int"]],"Method::set_native_function":["Method::set_native_function","void",["pointer","pointer","int"]],"Method::clear_native_function":["Method::clear_native_function","void",["pointer"]],"Method::jmethod_id":["Method::jmethod_id","pointer",["pointer"]],"ClassLoaderDataGraph::classes_do":["ClassLoaderDataGraph::classes_do","void",["pointer"]],"NMethodSweeper::sweep_code_cache":["NMethodSweeper::sweep_code_cache","void",[]],"OopMapCache::flush_obsolete_entries":["OopMapCache::flush_obsolete_entries","void",["pointer"]]},variables:{"VM_RedefineClasses::`vftable'":function(a){this.vtableRedefineClasses=a},"VM_RedefineClasses::doit":function(a){this.redefineClassesDoIt=a},"VM_RedefineClasses::doit_prologue":function(a){this.redefineClassesDoItPrologue=a},"VM_RedefineClasses::doit_epilogue":function(a){this.redefineClassesDoItEpilogue=a},"VM_RedefineClasses::allow_nested_vm_operations":function(a){this.redefineClassesAllow=a},"NMethodSweeper::_traversals":function(a){this.traversals=a},"NMethodSweeper::_should_sweep":function(a){this.shouldSweep=a}},optionals:[]}]:[{module:e,functions:{JNI_GetCreatedJavaVMs:["JNI_GetCreatedJavaVMs","int",["pointer","int","pointer"]],_ZN6Method4sizeEb:["Method::size","int",["int"]],_ZN6Method19set_native_functionEPhb:["Method::set_native_function","void",["pointer","pointer","int"]],_ZN6Method21clear_native_functionEv:["Method::clear_native_function","void",["pointer"]],_ZN6Method24restore_unshareable_infoEP10JavaThread:["Method::restore_unshareable_info","void",["pointer","pointer"]],_ZN6Method24restore_unshareable_infoEP6Thread:["Method::restore_unshareable_info","void",["pointer","pointer"]],_ZN6Method11link_methodERK12methodHandleP10JavaThread:["Method::link_method","void",["pointer","pointer","pointer"]],_ZN6Method10jmethod_idEv:["Method::jmethod_id","pointer",["pointer"]],_ZN6Method10clear_codeEv:function(a){let l=new NativeFunction(a,"void",["pointer"],We);this["Method::clear_code"]=function(d){l(d)}},_ZN6Method10clear_codeEb:function(a){let l=new NativeFunction(a,"void",["pointer","int"],We),d=0;this["Method::clear_code"]=function(p){l(p,d)}},_ZN18VM_RedefineClasses19mark_dependent_codeEP13InstanceKlass:["VM_RedefineClasses::mark_dependent_code","void",["pointer","pointer"]],_ZN18VM_RedefineClasses20flush_dependent_codeEv:["VM_RedefineClasses::flush_dependent_code","void",[]],_ZN18VM_RedefineClasses20flush_dependent_codeEP13InstanceKlassP6Thread:["VM_RedefineClasses::flush_dependent_code","void",["pointer","pointer","pointer"]],_ZN18VM_RedefineClasses20flush_dependent_codeE19instanceKlassHandleP6Thread:["VM_RedefineClasses::flush_dependent_code","void",["pointer","pointer","pointer"]],_ZN19ResolvedMethodTable21adjust_method_entriesEPb:["ResolvedMethodTable::adjust_method_entries","void",["pointer"]],_ZN15MemberNameTable21adjust_method_entriesEP13InstanceKlassPb:["MemberNameTable::adjust_method_entries","void",["pointer","pointer","pointer"]],_ZN17ConstantPoolCache21adjust_method_entriesEPb:function(a){let l=new NativeFunction(a,"void",["pointer","pointer"],We);this["ConstantPoolCache::adjust_method_entries"]=function(d,p,f){l(d,f)}},_ZN17ConstantPoolCache21adjust_method_entriesEP13InstanceKlassPb:function(a){let l=new NativeFunction(a,"void",["pointer","pointer","pointer"],We);this["ConstantPoolCache::adjust_method_entries"]=function(d,p,f){l(d,p,f)}},_ZN20ClassLoaderDataGraph10classes_doEP12KlassClosure:["ClassLoaderDataGraph::classes_do","void",["pointer"]],_ZN20ClassLoaderDataGraph22clean_deallocate_listsEb:["ClassLoaderDataGraph::clean_deallocate_lists","void",["int"]],_ZN10JavaThread27thread_from_jni_environmentEP7JNIEnv_:["JavaThread::thread_from_jni_environment","pointer",["pointer"]],_ZN8VMThread7executeEP12VM_Operation:["VMThread::execute","void",["pointer"]],_ZN11OopMapCache22flush_obsolete_entriesEv:["OopMapCache::flush_obsolete_entries","void",["pointer"]],_ZN14NMethodSweeper11force_sweepEv:["NMethodSweeper::force_sweep","void",[]],_ZN14NMethodSweeper16sweep_code_cacheEv:["NMethodSweeper::sweep_code_cache","void",[]],_ZN14NMethodSweeper17sweep_in_progressEv:["NMethodSweeper::sweep_in_progress","bool",[]],JVM_Sleep:["JVM_Sleep","void",["pointer","pointer","long"]]},variables:{_ZN18VM_RedefineClasses14_the_class_oopE:function(a){this.redefineClass=a},_ZN18VM_RedefineClasses10_the_classE:function(a){this.redefineClass=a},_ZN18VM_RedefineClasses25AdjustCpoolCacheAndVtable8do_klassEP5Klass:function(a){this.doKlass=a},_ZN18VM_RedefineClasses22AdjustAndCleanMetadata8do_klassEP5Klass:function(a){this.doKlass=a},_ZTV18VM_RedefineClasses:function(a){this.vtableRedefineClasses=a},_ZN18VM_RedefineClasses4doitEv:function(a){this.redefineClassesDoIt=a},_ZN18VM_RedefineClasses13doit_prologueEv:function(a){this.redefineClassesDoItPrologue=a},_ZN18VM_RedefineClasses13doit_epilogueEv:function(a){this.redefineClassesDoItEpilogue=a},_ZN18VM_RedefineClassesD0Ev:function(a){this.redefineClassesDispose0=a},_ZN18VM_RedefineClassesD1Ev:function(a){this.redefineClassesDispose1=a},_ZNK18VM_RedefineClasses26allow_nested_vm_operationsEv:function(a){this.redefineClassesAllow=a},_ZNK18VM_RedefineClasses14print_on_errorEP12outputStream:function(a){this.redefineClassesOnError=a},_ZN13InstanceKlass33create_new_default_vtable_indicesEiP10JavaThread:function(a){this.createNewDefaultVtableIndices=a},_ZN13InstanceKlass33create_new_default_vtable_indicesEiP6Thread:function(a){this.createNewDefaultVtableIndices=a},_ZN19Abstract_VM_Version19jre_release_versionEv:function(a){let d=new NativeFunction(a,"pointer",[],We)().readCString();this.version=d.startsWith("1.8")?8:d.startsWith("9.")?9:parseInt(d.slice(0,2),10),this.versionS=d},_ZN14NMethodSweeper11_traversalsE:function(a){this.traversals=a},_ZN14NMethodSweeper21_sweep_fractions_leftE:function(a){this.fractions=a},_ZN14NMethodSweeper13_should_sweepE:function(a){this.shouldSweep=a}},optionals:["_ZN6Method24restore_unshareable_infoEP10JavaThread","_ZN6Method24restore_unshareable_infoEP6Thread","_ZN6Method11link_methodERK12methodHandleP10JavaThread","_ZN6Method10clear_codeEv","_ZN6Method10clear_codeEb","_ZN18VM_RedefineClasses19mark_dependent_codeEP13InstanceKlass","_ZN18VM_RedefineClasses20flush_dependent_codeEv","_ZN18VM_RedefineClasses20flush_dependent_codeEP13InstanceKlassP6Thread","_ZN18VM_RedefineClasses20flush_dependent_codeE19instanceKlassHandleP6Thread","_ZN19ResolvedMethodTable21adjust_method_entriesEPb","_ZN15MemberNameTable21adjust_method_entriesEP13InstanceKlassPb","_ZN17ConstantPoolCache21adjust_method_entriesEPb","_ZN17ConstantPoolCache21adjust_method_entriesEP13InstanceKlassPb","_ZN20ClassLoaderDataGraph22clean_deallocate_listsEb","_ZN10JavaThread27thread_from_jni_environmentEP7JNIEnv_","_ZN14NMethodSweeper11force_sweepEv","_ZN14NMethodSweeper17sweep_in_progressEv","_ZN18VM_RedefineClasses14_the_class_oopE","_ZN18VM_RedefineClasses10_the_classE","_ZN18VM_RedefineClasses25AdjustCpoolCacheAndVtable8do_klassEP5Klass","_ZN18VM_RedefineClasses22AdjustAndCleanMetadata8do_klassEP5Klass","_ZN18VM_RedefineClassesD0Ev","_ZN18VM_RedefineClassesD1Ev","_ZNK18VM_RedefineClasses14print_on_errorEP12outputStream","_ZN13InstanceKlass33create_new_default_vtable_indicesEiP10JavaThread","_ZN13InstanceKlass33create_new_default_vtable_indicesEiP6Thread","_ZN14NMethodSweeper21_sweep_fractions_leftE"]}],o=[];if(r.forEach(function(a){let l=a.module,d=a.functions||{},p=a.variables||{},f=new Set(a.optionals||[]),u=l.enumerateExports().reduce(function(h,g){return h[g.name]=g,h},{}),_=l.enumerateSymbols().reduce(function(h,g){return h[g.name]=g,h},u);Object.keys(d).forEach(function(h){let g=_[h];if(g!==void 0){let y=d[h];typeof y=="function"?y.call(n,g.address):n[y[0]]=new NativeFunction(g.address,y[1],y[2],We)}else f.has(h)||o.push(h)}),Object.keys(p).forEach(function(h){let g=_[h];g!==void 0?p[h].call(n,g.address):f.has(h)||o.push(h)})}),o.length>0)throw new Error("Java API only partially available; please file a bug. Missing: "+o.join(", "));let i=Memory.alloc(W),s=Memory.alloc(lu);if(_e("JNI_GetCreatedJavaVMs",n.JNI_GetCreatedJavaVMs(i,1,s)),s.readInt()===0)return null;n.vm=i.readPointer();let c=Process.platform==="windows"?{$new:["??2@YAPEAX_K@Z","pointer",["ulong"]],$delete:["??3@YAXPEAX@Z","void",["pointer"]]}:{$new:["_Znwm","pointer",["ulong"]],$delete:["_ZdlPv","void",["pointer"]]};for(let[a,[l,d,p]]of Object.entries(c)){let f=Module.findGlobalExportByName(l);if(f===null&&(f=DebugSymbol.fromName(l).address,f.isNull()))throw new Error(`unable to find C++ allocator API, missing: '${l}'`);n[a]=new NativeFunction(f,d,p,We)}return n.jvmti=bu(n),n["JavaThread::thread_from_jni_environment"]===void 0&&(n["JavaThread::thread_from_jni_environment"]=vu(n)),n}function bu(t){let e=new Me(t),n;return e.perform(()=>{let r=e.tryGetEnvHandle(Ut.v1_0);if(r===null)throw new Error("JVMTI not available");n=new Oe(r,e);let o=Memory.alloc(8);o.writeU64(Bt.canTagObjects);let i=n.addCapabilities(o);_e("getEnvJvmti::AddCapabilities",i)}),n}var Eu={x64:Su};function vu(t){let e=null,n=Eu[Process.arch];if(n!==void 0){let o=new Me(t).perform(i=>i.handle.readPointer().add(6*W).readPointer());e=Pe(o,n,{limit:11})}return e===null?()=>{throw new Error("Unable to make thread_from_jni_environment() helper for the current architecture")}:r=>r.add(e)}function Su(t){if(t.mnemonic!=="lea")return null;let{base:e,disp:n}=t.operands[1].value;return e==="rdi"&&n<0?n:null}function fi(t,e){}var Lr=class{constructor(e){this.methodId=e,this.method=e.readPointer(),this.originalMethod=null,this.newMethod=null,this.resolved=null,this.impl=null,this.key=e.toString(16)}replace(e,n,r,o,i){let{key:s}=this,c=xt.get(s);c!==void 0&&(xt.delete(s),this.method=c.method,this.originalMethod=c.originalMethod,this.newMethod=c.newMethod,this.resolved=c.resolved),this.impl=e,on.set(s,this),li(o)}revert(e){let{key:n}=this;on.delete(n),xt.set(n,this),li(e)}resolveTarget(e,n,r,o){let{resolved:i,originalMethod:s,methodId:c}=this;if(i!==null)return i;if(s===null)return c;s.oldMethod.vtableIndexPtr.writeS32(-2);let l=Memory.alloc(W);return l.writePointer(this.method),this.resolved=l,l}};function li(t){Cr||(Cr=!0,Script.nextTick(wu,t))}function wu(t){let e=new Map(on),n=new Map(xt);on.clear(),xt.clear(),Cr=!1,t.perform(r=>{let o=Ne(),i=o["JavaThread::thread_from_jni_environment"](r.handle),s=!1;hi(()=>{e.forEach(c=>{let{method:a,originalMethod:l,impl:d,methodId:p,newMethod:f}=c;l===null?(c.originalMethod=_i(a),c.newMethod=Au(a,d,i),di(c.newMethod,p,i)):o["Method::set_native_function"](f.method,d,0)}),n.forEach(c=>{let{originalMethod:a,methodId:l,newMethod:d}=c;if(a!==null){Tu(a);let p=a.oldMethod;p.oldMethod=d,di(p,l,i),s=!0}})}),s&&Iu(r.handle)})}function Iu(t){let{fractions:e,shouldSweep:n,traversals:r,"NMethodSweeper::sweep_code_cache":o,"NMethodSweeper::sweep_in_progress":i,"NMethodSweeper::force_sweep":s,JVM_Sleep:c}=Ne();if(s!==void 0)Thread.sleep(.05),s(),Thread.sleep(.05),s();else{let a=r.readS64(),l=a+2;for(;l>a;)e.writeS32(1),c(t,NULL,50),i()||hi(()=>{Thread.sleep(.05)}),n.readU8()===0&&(e.writeS32(1),o()),a=r.readS64()}}function hi(t,e,n){let{execute:r,vtable:o,vtableSize:i,doItOffset:s,prologueOffset:c,epilogueOffset:a}=gu(),l=Memory.dup(o,i),d=Memory.alloc(W*25);d.writePointer(l);let p=new NativeCallback(t,"void",["pointer"]);l.add(s).writePointer(p);let f=null;e!==void 0&&(f=new NativeCallback(e,"int",["pointer"]),l.add(c).writePointer(f));let u=null;n!==void 0&&(u=new NativeCallback(n,"void",["pointer"]),l.add(a).writePointer(u)),r(d)}function xu(){let{vtableRedefineClasses:t,redefineClassesDoIt:e,redefineClassesDoItPrologue:n,redefineClassesDoItEpilogue:r,redefineClassesOnError:o,redefineClassesAllow:i,redefineClassesDispose0:s,redefineClassesDispose1:c,"VMThread::execute":a}=Ne(),l=t.add(2*W),d=15*W,p=Memory.dup(l,d),f=new NativeCallback(()=>{},"void",["pointer"]),u,_,h;for(let g=0;g!==d;g+=W){let y=p.add(g),E=y.readPointer();o!==void 0&&E.equals(o)||s!==void 0&&E.equals(s)||c!==void 0&&E.equals(c)?y.writePointer(f):E.equals(e)?u=g:E.equals(n)?(_=g,y.writePointer(i)):E.equals(r)&&(h=g,y.writePointer(f))}return{execute:a,emptyCallback:f,vtable:p,vtableSize:d,doItOffset:u,prologueOffset:_,epilogueOffset:h}}function mi(t){return new Lr(t)}function di(t,e,n){let{method:r,oldMethod:o}=t,i=Ne();t.methodsArray.add(t.methodIndex*W).writePointer(r),t.vtableIndex>=0&&t.vtable.add(t.vtableIndex*W).writePointer(r),e.writePointer(r),o.accessFlagsPtr.writeU32((o.accessFlags|uu|pu)>>>0);let s=i["OopMapCache::flush_obsolete_entries"];if(s!==void 0){let{oopMapCache:_}=t;_.isNull()||s(_)}let c=i["VM_RedefineClasses::mark_dependent_code"],a=i["VM_RedefineClasses::flush_dependent_code"];c!==void 0?(c(NULL,t.instanceKlass),a()):a(NULL,t.instanceKlass,n);let l=Memory.alloc(1);l.writeU8(1),i["ConstantPoolCache::adjust_method_entries"](t.cache,t.instanceKlass,l);let d=Memory.alloc(3*W),p=Memory.alloc(W);p.writePointer(i.doKlass),d.writePointer(p),d.add(W).writePointer(n),d.add(2*W).writePointer(n),i.redefineClass!==void 0&&i.redefineClass.writePointer(t.instanceKlass),i["ClassLoaderDataGraph::classes_do"](d);let f=i["ResolvedMethodTable::adjust_method_entries"];if(f!==void 0)f(l);else{let{memberNames:_}=t;if(!_.isNull()){let h=i["MemberNameTable::adjust_method_entries"];h!==void 0&&h(_,t.instanceKlass,l)}}let u=i["ClassLoaderDataGraph::clean_deallocate_lists"];u!==void 0&&u(0)}function Au(t,e,n){let r=Ne(),o=_i(t);o.constPtr.writePointer(o.const);let i=(o.accessFlags|du|fu|hu|mu)>>>0;if(o.accessFlagsPtr.writeU32(i),o.signatureHandler.writePointer(NULL),o.adapter.writePointer(NULL),o.i2iEntry.writePointer(NULL),r["Method::clear_code"](o.method),o.dataPtr.writePointer(NULL),o.countersPtr.writePointer(NULL),o.stackmapPtr.writePointer(NULL),r["Method::clear_native_function"](o.method),r["Method::set_native_function"](o.method,e,0),r["Method::restore_unshareable_info"](o.method,n),r.version>=17){let s=Memory.alloc(2*W);s.writePointer(o.method),s.add(W).writePointer(n),r["Method::link_method"](o.method,s,n)}return o}function _i(t){let e=pi(),n=t.add(e.method.constMethodOffset).readPointer(),r=n.add(e.constMethod.sizeOffset).readS32()*W,o=Memory.alloc(r+e.method.size);Memory.copy(o,n,r);let i=o.add(r);Memory.copy(i,t,e.method.size);let s=ui(i,o,r),c=ui(t,n,r);return s.oldMethod=c,s}function ui(t,e,n){let r=Ne(),o=pi(),i=t.add(o.method.constMethodOffset),s=t.add(o.method.methodDataOffset),c=t.add(o.method.methodCountersOffset),a=t.add(o.method.accessFlagsOffset),l=a.readU32(),d=o.getAdapterPointer(t,e),p=t.add(o.method.i2iEntryOffset),f=t.add(o.method.signatureHandlerOffset),u=e.add(o.constMethod.constantPoolOffset).readPointer(),_=e.add(o.constMethod.stackmapDataOffset),h=u.add(o.constantPool.instanceKlassOffset).readPointer(),g=u.add(o.constantPool.cacheOffset).readPointer(),y=_u(),E=h.add(y.methodsOffset).readPointer(),x=E.readS32(),T=E.add(W),N=e.add(o.constMethod.methodIdnumOffset).readU16(),R=t.add(o.method.vtableIndexOffset),M=R.readS32(),k=h.add(y.vtableOffset),S=h.add(y.oopMapCacheOffset).readPointer(),C=r.version>=10?h.add(y.memberNamesOffset).readPointer():NULL;return{method:t,methodSize:o.method.size,const:e,constSize:n,constPtr:i,dataPtr:s,countersPtr:c,stackmapPtr:_,instanceKlass:h,methodsArray:T,methodsCount:x,methodIndex:N,vtableIndex:M,vtableIndexPtr:R,vtable:k,accessFlags:l,accessFlagsPtr:a,adapter:d,i2iEntry:p,signatureHandler:f,memberNames:C,cache:g,oopMapCache:S}}function Tu(t){let{oldMethod:e}=t;e.accessFlagsPtr.writeU32(e.accessFlags),e.vtableIndexPtr.writeS32(e.vtableIndex)}function Cu(){let t=Ne(),{version:e}=t,n;e>=17?n="method:early":e>=9&&e<=16?n="const-method":n="method:late";let o=t["Method::size"](1)*W,i=W,s=2*W,c=3*W,a=4*W,l=n==="method:early"?W:0,d=a+l,p=d+4,f=p+4+8,u=f+W,_=l!==0?a:u,h=o-2*W,g=o-W,y=8,E=y+W,x=E+W,T=n==="const-method"?W:0,N=x+T,R=N+14,M=2*W,k=3*W;return{getAdapterPointer:T!==0?function(C,j){return j.add(x)}:function(C,j){return C.add(_)},method:{size:o,constMethodOffset:i,methodDataOffset:s,methodCountersOffset:c,accessFlagsOffset:d,vtableIndexOffset:p,i2iEntryOffset:f,nativeFunctionOffset:h,signatureHandlerOffset:g},constMethod:{constantPoolOffset:y,stackmapDataOffset:E,sizeOffset:N,methodIdnumOffset:R},constantPool:{cacheOffset:M,instanceKlassOffset:k}}}var Lu={x64:Mu};function ku(){let{version:t,createNewDefaultVtableIndices:e}=Ne(),n=Lu[Process.arch];if(n===void 0)throw new Error(`Missing vtable offset parser for ${Process.arch}`);let r=Pe(e,n,{limit:32});if(r===null)throw new Error("Unable to deduce vtable offset");let o=t>=10&&t<=11||t>=15?17:18,i=r-7*W,s=r-17*W,c=r-o*W;return{vtableOffset:r,methodsOffset:i,memberNamesOffset:s,oopMapCacheOffset:c}}function Mu(t){if(t.mnemonic!=="mov")return null;let e=t.operands[0];if(e.type!=="mem")return null;let{value:n}=e;if(n.scale!==1)return null;let{disp:r}=n;return r<256?null:r+16}var gi=q;try{It()}catch{gi=Ne}var At=gi;var Nu=`#include <json-glib/json-glib.h>
#include <string.h>

#define kAccStatic 0x0008
#define kAccConstructor 0x00010000

typedef struct _Model Model;
typedef struct _EnumerateMethodsContext EnumerateMethodsContext;

typedef struct _JavaApi JavaApi;
typedef struct _JavaClassApi JavaClassApi;
typedef struct _JavaMethodApi JavaMethodApi;
typedef struct _JavaFieldApi JavaFieldApi;

typedef struct _JNIEnv JNIEnv;
typedef guint8 jboolean;
typedef gint32 jint;
typedef jint jsize;
typedef gpointer jobject;
typedef jobject jclass;
typedef jobject jstring;
typedef jobject jarray;
typedef jarray jobjectArray;
typedef gpointer jfieldID;
typedef gpointer jmethodID;

typedef struct _jvmtiEnv jvmtiEnv;
typedef enum
{
  JVMTI_ERROR_NONE = 0
} jvmtiError;

typedef struct _ArtApi ArtApi;
typedef guint32 ArtHeapReference;
typedef struct _ArtObject ArtObject;
typedef struct _ArtClass ArtClass;
typedef struct _ArtClassLinker ArtClassLinker;
typedef struct _ArtClassVisitor ArtClassVisitor;
typedef struct _ArtClassVisitorVTable ArtClassVisitorVTable;
typedef struct _ArtMethod ArtMethod;
typedef struct _ArtString ArtString;

typedef union _StdString StdString;
typedef struct _StdStringShort StdStringShort;
typedef struct _StdStringLong StdStringLong;

typedef void (* ArtVisitClassesFunc) (ArtClassLinker * linker, ArtClassVisitor * visitor);
typedef const char * (* ArtGetClassDescriptorFunc) (ArtClass * klass, StdString * storage);
typedef void (* ArtPrettyMethodFunc) (StdString * result, ArtMethod * method, jboolean with_signature);

struct _Model
{
  GHashTable * members;
};

struct _EnumerateMethodsContext
{
  GPatternSpec * class_query;
  GPatternSpec * method_query;
  jboolean include_signature;
  jboolean ignore_case;
  jboolean skip_system_classes;
  GHashTable * groups;
};

struct _JavaClassApi
{
  jmethodID get_declared_methods;
  jmethodID get_declared_fields;
};

struct _JavaMethodApi
{
  jmethodID get_name;
  jmethodID get_modifiers;
};

struct _JavaFieldApi
{
  jmethodID get_name;
  jmethodID get_modifiers;
};

struct _JavaApi
{
  jvmtiEnv * jvmti;
  JavaClassApi clazz;
  JavaMethodApi method;
  JavaFieldApi field;
};

struct _JNIEnv
{
  gpointer * functions;
};

struct _jvmtiEnv
{
  gpointer * functions;
};

struct _ArtApi
{
  gboolean available;

  guint class_offset_ifields;
  guint class_offset_methods;
  guint class_offset_sfields;
  guint class_offset_copied_methods_offset;

  guint method_size;
  guint method_offset_access_flags;

  guint field_size;
  guint field_offset_access_flags;

  guint alignment_padding;

  ArtClassLinker * linker;
  ArtVisitClassesFunc visit_classes;
  ArtGetClassDescriptorFunc get_class_descriptor;
  ArtPrettyMethodFunc pretty_method;

  void (* free) (gpointer mem);
};

struct _ArtObject
{
  ArtHeapReference klass;
  ArtHeapReference monitor;
};

struct _ArtClass
{
  ArtObject parent;

  ArtHeapReference class_loader;
};

struct _ArtClassVisitor
{
  ArtClassVisitorVTable * vtable;
  gpointer user_data;
};

struct _ArtClassVisitorVTable
{
  void (* reserved1) (ArtClassVisitor * self);
  void (* reserved2) (ArtClassVisitor * self);
  jboolean (* visit) (ArtClassVisitor * self, ArtClass * klass);
};

struct _ArtString
{
  ArtObject parent;

  gint32 count;
  guint32 hash_code;

  union
  {
    guint16 value[0];
    guint8 value_compressed[0];
  };
};

struct _StdStringShort
{
  guint8 size;
  gchar data[(3 * sizeof (gpointer)) - sizeof (guint8)];
};

struct _StdStringLong
{
  gsize capacity;
  gsize size;
  gchar * data;
};

union _StdString
{
  StdStringShort s;
  StdStringLong l;
};

static void model_add_method (Model * self, const gchar * name, jmethodID id, jint modifiers);
static void model_add_field (Model * self, const gchar * name, jfieldID id, jint modifiers);
static void model_free (Model * model);

static jboolean collect_matching_class_methods (ArtClassVisitor * self, ArtClass * klass);
static gchar * finalize_method_groups_to_json (GHashTable * groups);
static GPatternSpec * make_pattern_spec (const gchar * pattern, jboolean ignore_case);
static gchar * class_name_from_signature (const gchar * signature);
static gchar * format_method_signature (const gchar * name, const gchar * signature);
static void append_type (GString * output, const gchar ** type);

static gpointer read_art_array (gpointer object_base, guint field_offset, guint length_size, guint * length);

static void std_string_destroy (StdString * str);
static gchar * std_string_c_str (StdString * self);

extern GMutex lock;
extern GArray * models;
extern JavaApi java_api;
extern ArtApi art_api;

void
init (void)
{
  g_mutex_init (&lock);
  models = g_array_new (FALSE, FALSE, sizeof (Model *));
}

void
finalize (void)
{
  guint n, i;

  n = models->len;
  for (i = 0; i != n; i++)
  {
    Model * model = g_array_index (models, Model *, i);
    model_free (model);
  }

  g_array_unref (models);
  g_mutex_clear (&lock);
}

Model *
model_new (jclass class_handle,
           gpointer class_object,
           JNIEnv * env)
{
  Model * model;
  GHashTable * members;
  jvmtiEnv * jvmti = java_api.jvmti;
  gpointer * funcs = env->functions;
  jmethodID (* from_reflected_method) (JNIEnv *, jobject) = funcs[7];
  jfieldID (* from_reflected_field) (JNIEnv *, jobject) = funcs[8];
  jobject (* to_reflected_method) (JNIEnv *, jclass, jmethodID, jboolean) = funcs[9];
  jobject (* to_reflected_field) (JNIEnv *, jclass, jfieldID, jboolean) = funcs[12];
  void (* delete_local_ref) (JNIEnv *, jobject) = funcs[23];
  jobject (* call_object_method) (JNIEnv *, jobject, jmethodID, ...) = funcs[34];
  jint (* call_int_method) (JNIEnv *, jobject, jmethodID, ...) = funcs[49];
  const char * (* get_string_utf_chars) (JNIEnv *, jstring, jboolean *) = funcs[169];
  void (* release_string_utf_chars) (JNIEnv *, jstring, const char *) = funcs[170];
  jsize (* get_array_length) (JNIEnv *, jarray) = funcs[171];
  jobject (* get_object_array_element) (JNIEnv *, jobjectArray, jsize) = funcs[173];
  jsize n, i;

  model = g_new (Model, 1);

  members = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  model->members = members;

  if (jvmti != NULL)
  {
    gpointer * jf = jvmti->functions - 1;
    jvmtiError (* deallocate) (jvmtiEnv *, void * mem) = jf[47];
    jvmtiError (* get_class_methods) (jvmtiEnv *, jclass, jint *, jmethodID **) = jf[52];
    jvmtiError (* get_class_fields) (jvmtiEnv *, jclass, jint *, jfieldID **) = jf[53];
    jvmtiError (* get_field_name) (jvmtiEnv *, jclass, jfieldID, char **, char **, char **) = jf[60];
    jvmtiError (* get_field_modifiers) (jvmtiEnv *, jclass, jfieldID, jint *) = jf[62];
    jvmtiError (* get_method_name) (jvmtiEnv *, jmethodID, char **, char **, char **) = jf[64];
    jvmtiError (* get_method_modifiers) (jvmtiEnv *, jmethodID, jint *) = jf[66];
    jint method_count;
    jmethodID * methods;
    jint field_count;
    jfieldID * fields;
    char * name;
    jint modifiers;

    get_class_methods (jvmti, class_handle, &method_count, &methods);
    for (i = 0; i != method_count; i++)
    {
      jmethodID method = methods[i];

      get_method_name (jvmti, method, &name, NULL, NULL);
      get_method_modifiers (jvmti, method, &modifiers);

      model_add_method (model, name, method, modifiers);

      deallocate (jvmti, name);
    }
    deallocate (jvmti, methods);

    get_class_fields (jvmti, class_handle, &field_count, &fields);
    for (i = 0; i != field_count; i++)
    {
      jfieldID field = fields[i];

      get_field_name (jvmti, class_handle, field, &name, NULL, NULL);
      get_field_modifiers (jvmti, class_handle, field, &modifiers);

      model_add_field (model, name, field, modifiers);

      deallocate (jvmti, name);
    }
    deallocate (jvmti, fields);
  }
  else if (art_api.available)
  {
    gpointer elements;
    guint n, i;
    const guint field_arrays[] = {
      art_api.class_offset_ifields,
      art_api.class_offset_sfields
    };
    guint field_array_cursor;
    gboolean merged_fields = art_api.class_offset_sfields == 0;

    elements = read_art_array (class_object, art_api.class_offset_methods, sizeof (gsize), NULL);
    n = *(guint16 *) (class_object + art_api.class_offset_copied_methods_offset);
    for (i = 0; i != n; i++)
    {
      jmethodID id;
      guint32 access_flags;
      jboolean is_static;
      jobject method, name;
      const char * name_str;
      jint modifiers;

      id = elements + (i * art_api.method_size);

      access_flags = *(guint32 *) (id + art_api.method_offset_access_flags);
      if ((access_flags & kAccConstructor) != 0)
        continue;
      is_static = (access_flags & kAccStatic) != 0;
      method = to_reflected_method (env, class_handle, id, is_static);
      name = call_object_method (env, method, java_api.method.get_name);
      name_str = get_string_utf_chars (env, name, NULL);
      modifiers = access_flags & 0xffff;

      model_add_method (model, name_str, id, modifiers);

      release_string_utf_chars (env, name, name_str);
      delete_local_ref (env, name);
      delete_local_ref (env, method);
    }

    for (field_array_cursor = 0; field_array_cursor != G_N_ELEMENTS (field_arrays); field_array_cursor++)
    {
      jboolean is_static;

      if (field_arrays[field_array_cursor] == 0)
        continue;

      if (!merged_fields)
        is_static = field_array_cursor == 1;

      elements = read_art_array (class_object, field_arrays[field_array_cursor], sizeof (guint32), &n);
      for (i = 0; i != n; i++)
      {
        jfieldID id;
        guint32 access_flags;
        jobject field, name;
        const char * name_str;
        jint modifiers;

        id = elements + (i * art_api.field_size);

        access_flags = *(guint32 *) (id + art_api.field_offset_access_flags);
        if (merged_fields)
          is_static = (access_flags & kAccStatic) != 0;
        field = to_reflected_field (env, class_handle, id, is_static);
        name = call_object_method (env, field, java_api.field.get_name);
        name_str = get_string_utf_chars (env, name, NULL);
        modifiers = access_flags & 0xffff;

        model_add_field (model, name_str, id, modifiers);

        release_string_utf_chars (env, name, name_str);
        delete_local_ref (env, name);
        delete_local_ref (env, field);
      }
    }
  }
  else
  {
    jobject elements;

    elements = call_object_method (env, class_handle, java_api.clazz.get_declared_methods);
    n = get_array_length (env, elements);
    for (i = 0; i != n; i++)
    {
      jobject method, name;
      const char * name_str;
      jmethodID id;
      jint modifiers;

      method = get_object_array_element (env, elements, i);
      name = call_object_method (env, method, java_api.method.get_name);
      name_str = get_string_utf_chars (env, name, NULL);
      id = from_reflected_method (env, method);
      modifiers = call_int_method (env, method, java_api.method.get_modifiers);

      model_add_method (model, name_str, id, modifiers);

      release_string_utf_chars (env, name, name_str);
      delete_local_ref (env, name);
      delete_local_ref (env, method);
    }
    delete_local_ref (env, elements);

    elements = call_object_method (env, class_handle, java_api.clazz.get_declared_fields);
    n = get_array_length (env, elements);
    for (i = 0; i != n; i++)
    {
      jobject field, name;
      const char * name_str;
      jfieldID id;
      jint modifiers;

      field = get_object_array_element (env, elements, i);
      name = call_object_method (env, field, java_api.field.get_name);
      name_str = get_string_utf_chars (env, name, NULL);
      id = from_reflected_field (env, field);
      modifiers = call_int_method (env, field, java_api.field.get_modifiers);

      model_add_field (model, name_str, id, modifiers);

      release_string_utf_chars (env, name, name_str);
      delete_local_ref (env, name);
      delete_local_ref (env, field);
    }
    delete_local_ref (env, elements);
  }

  g_mutex_lock (&lock);
  g_array_append_val (models, model);
  g_mutex_unlock (&lock);

  return model;
}

static void
model_add_method (Model * self,
                  const gchar * name,
                  jmethodID id,
                  jint modifiers)
{
  GHashTable * members = self->members;
  gchar * key, type;
  const gchar * value;

  if (name[0] == '$')
    key = g_strdup_printf ("_%s", name);
  else
    key = g_strdup (name);

  type = (modifiers & kAccStatic) != 0 ? 's' : 'i';

  value = g_hash_table_lookup (members, key);
  if (value == NULL)
    g_hash_table_insert (members, key, g_strdup_printf ("m:%c0x%zx", type, id));
  else
    g_hash_table_insert (members, key, g_strdup_printf ("%s:%c0x%zx", value, type, id));
}

static void
model_add_field (Model * self,
                 const gchar * name,
                 jfieldID id,
                 jint modifiers)
{
  GHashTable * members = self->members;
  gchar * key, type;

  if (name[0] == '$')
    key = g_strdup_printf ("_%s", name);
  else
    key = g_strdup (name);
  while (g_hash_table_contains (members, key))
  {
    gchar * new_key = g_strdup_printf ("_%s", key);
    g_free (key);
    key = new_key;
  }

  type = (modifiers & kAccStatic) != 0 ? 's' : 'i';

  g_hash_table_insert (members, key, g_strdup_printf ("f:%c0x%zx", type, id));
}

static void
model_free (Model * model)
{
  g_hash_table_unref (model->members);

  g_free (model);
}

gboolean
model_has (Model * self,
           const gchar * member)
{
  return g_hash_table_contains (self->members, member);
}

const gchar *
model_find (Model * self,
            const gchar * member)
{
  return g_hash_table_lookup (self->members, member);
}

gchar *
model_list (Model * self)
{
  GString * result;
  GHashTableIter iter;
  guint i;
  const gchar * name;

  result = g_string_sized_new (128);

  g_string_append_c (result, '[');

  g_hash_table_iter_init (&iter, self->members);
  for (i = 0; g_hash_table_iter_next (&iter, (gpointer *) &name, NULL); i++)
  {
    if (i > 0)
      g_string_append_c (result, ',');

    g_string_append_c (result, '"');
    g_string_append (result, name);
    g_string_append_c (result, '"');
  }

  g_string_append_c (result, ']');

  return g_string_free (result, FALSE);
}

gchar *
enumerate_methods_art (const gchar * class_query,
                       const gchar * method_query,
                       jboolean include_signature,
                       jboolean ignore_case,
                       jboolean skip_system_classes)
{
  gchar * result;
  EnumerateMethodsContext ctx;
  ArtClassVisitor visitor;
  ArtClassVisitorVTable visitor_vtable = { NULL, };

  ctx.class_query = make_pattern_spec (class_query, ignore_case);
  ctx.method_query = make_pattern_spec (method_query, ignore_case);
  ctx.include_signature = include_signature;
  ctx.ignore_case = ignore_case;
  ctx.skip_system_classes = skip_system_classes;
  ctx.groups = g_hash_table_new_full (NULL, NULL, NULL, NULL);

  visitor.vtable = &visitor_vtable;
  visitor.user_data = &ctx;

  visitor_vtable.visit = collect_matching_class_methods;

  art_api.visit_classes (art_api.linker, &visitor);

  result = finalize_method_groups_to_json (ctx.groups);

  g_hash_table_unref (ctx.groups);
  g_pattern_spec_free (ctx.method_query);
  g_pattern_spec_free (ctx.class_query);

  return result;
}

static jboolean
collect_matching_class_methods (ArtClassVisitor * self,
                                ArtClass * klass)
{
  EnumerateMethodsContext * ctx = self->user_data;
  const char * descriptor;
  StdString descriptor_storage = { 0, };
  gchar * class_name = NULL;
  gchar * class_name_copy = NULL;
  const gchar * normalized_class_name;
  JsonBuilder * group;
  size_t class_name_length;
  GHashTable * seen_method_names;
  gpointer elements;
  guint n, i;

  if (ctx->skip_system_classes && klass->class_loader == 0)
    goto skip_class;

  descriptor = art_api.get_class_descriptor (klass, &descriptor_storage);
  if (descriptor[0] != 'L')
    goto skip_class;

  class_name = class_name_from_signature (descriptor);

  if (ctx->ignore_case)
  {
    class_name_copy = g_utf8_strdown (class_name, -1);
    normalized_class_name = class_name_copy;
  }
  else
  {
    normalized_class_name = class_name;
  }

  if (!g_pattern_match_string (ctx->class_query, normalized_class_name))
    goto skip_class;

  group = NULL;
  class_name_length = strlen (class_name);
  seen_method_names = ctx->include_signature ? NULL : g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  elements = read_art_array (klass, art_api.class_offset_methods, sizeof (gsize), NULL);
  n = *(guint16 *) ((gpointer) klass + art_api.class_offset_copied_methods_offset);
  for (i = 0; i != n; i++)
  {
    ArtMethod * method;
    guint32 access_flags;
    jboolean is_constructor;
    StdString method_name = { 0, };
    const gchar * bare_method_name;
    gchar * bare_method_name_copy = NULL;
    const gchar * normalized_method_name;
    gchar * normalized_method_name_copy = NULL;

    method = elements + (i * art_api.method_size);

    access_flags = *(guint32 *) ((gpointer) method + art_api.method_offset_access_flags);
    is_constructor = (access_flags & kAccConstructor) != 0;

    art_api.pretty_method (&method_name, method, ctx->include_signature);
    bare_method_name = std_string_c_str (&method_name);
    if (ctx->include_signature)
    {
      const gchar * return_type_end, * name_begin;
      GString * name;

      return_type_end = strchr (bare_method_name, ' ');
      name_begin = return_type_end + 1 + class_name_length + 1;
      if (is_constructor && g_str_has_prefix (name_begin, "<clinit>"))
        goto skip_method;

      name = g_string_sized_new (64);

      if (is_constructor)
      {
        g_string_append (name, "$init");
        g_string_append (name, strchr (name_begin, '>') + 1);
      }
      else
      {
        g_string_append (name, name_begin);
      }
      g_string_append (name, ": ");
      g_string_append_len (name, bare_method_name, return_type_end - bare_method_name);

      bare_method_name_copy = g_string_free (name, FALSE);
      bare_method_name = bare_method_name_copy;
    }
    else
    {
      const gchar * name_begin;

      name_begin = bare_method_name + class_name_length + 1;
      if (is_constructor && strcmp (name_begin, "<clinit>") == 0)
        goto skip_method;

      if (is_constructor)
        bare_method_name = "$init";
      else
        bare_method_name += class_name_length + 1;
    }

    if (seen_method_names != NULL && g_hash_table_contains (seen_method_names, bare_method_name))
      goto skip_method;

    if (ctx->ignore_case)
    {
      normalized_method_name_copy = g_utf8_strdown (bare_method_name, -1);
      normalized_method_name = normalized_method_name_copy;
    }
    else
    {
      normalized_method_name = bare_method_name;
    }

    if (!g_pattern_match_string (ctx->method_query, normalized_method_name))
      goto skip_method;

    if (group == NULL)
    {
      group = g_hash_table_lookup (ctx->groups, GUINT_TO_POINTER (klass->class_loader));
      if (group == NULL)
      {
        group = json_builder_new_immutable ();
        g_hash_table_insert (ctx->groups, GUINT_TO_POINTER (klass->class_loader), group);

        json_builder_begin_object (group);

        json_builder_set_member_name (group, "loader");
        json_builder_add_int_value (group, klass->class_loader);

        json_builder_set_member_name (group, "classes");
        json_builder_begin_array (group);
      }

      json_builder_begin_object (group);

      json_builder_set_member_name (group, "name");
      json_builder_add_string_value (group, class_name);

      json_builder_set_member_name (group, "methods");
      json_builder_begin_array (group);
    }

    json_builder_add_string_value (group, bare_method_name);

    if (seen_method_names != NULL)
      g_hash_table_add (seen_method_names, g_strdup (bare_method_name));

skip_method:
    g_free (normalized_method_name_copy);
    g_free (bare_method_name_copy);
    std_string_destroy (&method_name);
  }

  if (seen_method_names != NULL)
    g_hash_table_unref (seen_method_names);

  if (group == NULL)
    goto skip_class;

  json_builder_end_array (group);
  json_builder_end_object (group);

skip_class:
  g_free (class_name_copy);
  g_free (class_name);
  std_string_destroy (&descriptor_storage);

  return TRUE;
}

gchar *
enumerate_methods_jvm (const gchar * class_query,
                       const gchar * method_query,
                       jboolean include_signature,
                       jboolean ignore_case,
                       jboolean skip_system_classes,
                       JNIEnv * env)
{
  gchar * result;
  GPatternSpec * class_pattern, * method_pattern;
  GHashTable * groups;
  gpointer * ef = env->functions;
  jobject (* new_global_ref) (JNIEnv *, jobject) = ef[21];
  void (* delete_local_ref) (JNIEnv *, jobject) = ef[23];
  jboolean (* is_same_object) (JNIEnv *, jobject, jobject) = ef[24];
  jvmtiEnv * jvmti = java_api.jvmti;
  gpointer * jf = jvmti->functions - 1;
  jvmtiError (* deallocate) (jvmtiEnv *, void * mem) = jf[47];
  jvmtiError (* get_class_signature) (jvmtiEnv *, jclass, char **, char **) = jf[48];
  jvmtiError (* get_class_methods) (jvmtiEnv *, jclass, jint *, jmethodID **) = jf[52];
  jvmtiError (* get_class_loader) (jvmtiEnv *, jclass, jobject *) = jf[57];
  jvmtiError (* get_method_name) (jvmtiEnv *, jmethodID, char **, char **, char **) = jf[64];
  jvmtiError (* get_loaded_classes) (jvmtiEnv *, jint *, jclass **) = jf[78];
  jint class_count, class_index;
  jclass * classes;

  class_pattern = make_pattern_spec (class_query, ignore_case);
  method_pattern = make_pattern_spec (method_query, ignore_case);
  groups = g_hash_table_new_full (NULL, NULL, NULL, NULL);

  if (get_loaded_classes (jvmti, &class_count, &classes) != JVMTI_ERROR_NONE)
    goto emit_results;

  for (class_index = 0; class_index != class_count; class_index++)
  {
    jclass klass = classes[class_index];
    jobject loader = NULL;
    gboolean have_loader = FALSE;
    char * signature = NULL;
    gchar * class_name = NULL;
    gchar * class_name_copy = NULL;
    const gchar * normalized_class_name;
    jint method_count, method_index;
    jmethodID * methods = NULL;
    JsonBuilder * group = NULL;
    GHashTable * seen_method_names = NULL;

    if (skip_system_classes)
    {
      if (get_class_loader (jvmti, klass, &loader) != JVMTI_ERROR_NONE)
        goto skip_class;
      have_loader = TRUE;

      if (loader == NULL)
        goto skip_class;
    }

    if (get_class_signature (jvmti, klass, &signature, NULL) != JVMTI_ERROR_NONE)
      goto skip_class;

    class_name = class_name_from_signature (signature);

    if (ignore_case)
    {
      class_name_copy = g_utf8_strdown (class_name, -1);
      normalized_class_name = class_name_copy;
    }
    else
    {
      normalized_class_name = class_name;
    }

    if (!g_pattern_match_string (class_pattern, normalized_class_name))
      goto skip_class;

    if (get_class_methods (jvmti, klass, &method_count, &methods) != JVMTI_ERROR_NONE)
      goto skip_class;

    if (!include_signature)
      seen_method_names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

    for (method_index = 0; method_index != method_count; method_index++)
    {
      jmethodID method = methods[method_index];
      const gchar * method_name;
      char * method_name_value = NULL;
      char * method_signature_value = NULL;
      gchar * method_name_copy = NULL;
      const gchar * normalized_method_name;
      gchar * normalized_method_name_copy = NULL;

      if (get_method_name (jvmti, method, &method_name_value, include_signature ? &method_signature_value : NULL, NULL) != JVMTI_ERROR_NONE)
        goto skip_method;
      method_name = method_name_value;

      if (method_name[0] == '<')
      {
        if (strcmp (method_name, "<init>") == 0)
          method_name = "$init";
        else if (strcmp (method_name, "<clinit>") == 0)
          goto skip_method;
      }

      if (include_signature)
      {
        method_name_copy = format_method_signature (method_name, method_signature_value);
        method_name = method_name_copy;
      }

      if (seen_method_names != NULL && g_hash_table_contains (seen_method_names, method_name))
        goto skip_method;

      if (ignore_case)
      {
        normalized_method_name_copy = g_utf8_strdown (method_name, -1);
        normalized_method_name = normalized_method_name_copy;
      }
      else
      {
        normalized_method_name = method_name;
      }

      if (!g_pattern_match_string (method_pattern, normalized_method_name))
        goto skip_method;

      if (group == NULL)
      {
        if (!have_loader && get_class_loader (jvmti, klass, &loader) != JVMTI_ERROR_NONE)
          goto skip_method;

        if (loader == NULL)
        {
          group = g_hash_table_lookup (groups, NULL);
        }
        else
        {
          GHashTableIter iter;
          jobject cur_loader;
          JsonBuilder * cur_group;

          g_hash_table_iter_init (&iter, groups);
          while (g_hash_table_iter_next (&iter, (gpointer *) &cur_loader, (gpointer *) &cur_group))
          {
            if (cur_loader != NULL && is_same_object (env, cur_loader, loader))
            {
              group = cur_group;
              break;
            }
          }
        }

        if (group == NULL)
        {
          jobject l;
          gchar * str;

          l = (loader != NULL) ? new_global_ref (env, loader) : NULL;

          group = json_builder_new_immutable ();
          g_hash_table_insert (groups, l, group);

          json_builder_begin_object (group);

          json_builder_set_member_name (group, "loader");
          str = g_strdup_printf ("0x%" G_GSIZE_MODIFIER "x", GPOINTER_TO_SIZE (l));
          json_builder_add_string_value (group, str);
          g_free (str);

          json_builder_set_member_name (group, "classes");
          json_builder_begin_array (group);
        }

        json_builder_begin_object (group);

        json_builder_set_member_name (group, "name");
        json_builder_add_string_value (group, class_name);

        json_builder_set_member_name (group, "methods");
        json_builder_begin_array (group);
      }

      json_builder_add_string_value (group, method_name);

      if (seen_method_names != NULL)
        g_hash_table_add (seen_method_names, g_strdup (method_name));

skip_method:
      g_free (normalized_method_name_copy);
      g_free (method_name_copy);
      deallocate (jvmti, method_signature_value);
      deallocate (jvmti, method_name_value);
    }

skip_class:
    if (group != NULL)
    {
      json_builder_end_array (group);
      json_builder_end_object (group);
    }

    if (seen_method_names != NULL)
      g_hash_table_unref (seen_method_names);

    deallocate (jvmti, methods);

    g_free (class_name_copy);
    g_free (class_name);
    deallocate (jvmti, signature);

    if (loader != NULL)
      delete_local_ref (env, loader);

    delete_local_ref (env, klass);
  }

  deallocate (jvmti, classes);

emit_results:
  result = finalize_method_groups_to_json (groups);

  g_hash_table_unref (groups);
  g_pattern_spec_free (method_pattern);
  g_pattern_spec_free (class_pattern);

  return result;
}

static gchar *
finalize_method_groups_to_json (GHashTable * groups)
{
  GString * result;
  GHashTableIter iter;
  guint i;
  JsonBuilder * group;

  result = g_string_sized_new (1024);

  g_string_append_c (result, '[');

  g_hash_table_iter_init (&iter, groups);
  for (i = 0; g_hash_table_iter_next (&iter, NULL, (gpointer *) &group); i++)
  {
    JsonNode * root;
    gchar * json;

    if (i > 0)
      g_string_append_c (result, ',');

    json_builder_end_array (group);
    json_builder_end_object (group);

    root = json_builder_get_root (group);
    json = json_to_string (root, FALSE);
    g_string_append (result, json);
    g_free (json);
    json_node_unref (root);

    g_object_unref (group);
  }

  g_string_append_c (result, ']');

  return g_string_free (result, FALSE);
}

static GPatternSpec *
make_pattern_spec (const gchar * pattern,
                   jboolean ignore_case)
{
  GPatternSpec * spec;

  if (ignore_case)
  {
    gchar * str = g_utf8_strdown (pattern, -1);
    spec = g_pattern_spec_new (str);
    g_free (str);
  }
  else
  {
    spec = g_pattern_spec_new (pattern);
  }

  return spec;
}

static gchar *
class_name_from_signature (const gchar * descriptor)
{
  gchar * result, * c;

  result = g_strdup (descriptor + 1);

  for (c = result; *c != '\\0'; c++)
  {
    if (*c == '/')
      *c = '.';
  }

  c[-1] = '\\0';

  return result;
}

static gchar *
format_method_signature (const gchar * name,
                         const gchar * signature)
{
  GString * sig;
  const gchar * cursor;
  gint arg_index;

  sig = g_string_sized_new (128);

  g_string_append (sig, name);

  cursor = signature;
  arg_index = -1;
  while (TRUE)
  {
    const gchar c = *cursor;

    if (c == '(')
    {
      g_string_append_c (sig, c);
      cursor++;
      arg_index = 0;
    }
    else if (c == ')')
    {
      g_string_append_c (sig, c);
      cursor++;
      break;
    }
    else
    {
      if (arg_index >= 1)
        g_string_append (sig, ", ");

      append_type (sig, &cursor);

      if (arg_index != -1)
        arg_index++;
    }
  }

  g_string_append (sig, ": ");
  append_type (sig, &cursor);

  return g_string_free (sig, FALSE);
}

static void
append_type (GString * output,
             const gchar ** type)
{
  const gchar * cursor = *type;

  switch (*cursor)
  {
    case 'Z':
      g_string_append (output, "boolean");
      cursor++;
      break;
    case 'B':
      g_string_append (output, "byte");
      cursor++;
      break;
    case 'C':
      g_string_append (output, "char");
      cursor++;
      break;
    case 'S':
      g_string_append (output, "short");
      cursor++;
      break;
    case 'I':
      g_string_append (output, "int");
      cursor++;
      break;
    case 'J':
      g_string_append (output, "long");
      cursor++;
      break;
    case 'F':
      g_string_append (output, "float");
      cursor++;
      break;
    case 'D':
      g_string_append (output, "double");
      cursor++;
      break;
    case 'V':
      g_string_append (output, "void");
      cursor++;
      break;
    case 'L':
    {
      gchar ch;

      cursor++;
      for (; (ch = *cursor) != ';'; cursor++)
      {
        g_string_append_c (output, (ch != '/') ? ch : '.');
      }
      cursor++;

      break;
    }
    case '[':
      *type = cursor + 1;
      append_type (output, type);
      g_string_append (output, "[]");
      return;
    default:
      g_string_append (output, "BUG");
      cursor++;
  }

  *type = cursor;
}

void
dealloc (gpointer mem)
{
  g_free (mem);
}

static gpointer
read_art_array (gpointer object_base,
                guint field_offset,
                guint length_size,
                guint * length)
{
  gpointer result, header;
  guint n;

  header = GSIZE_TO_POINTER (*(guint64 *) (object_base + field_offset));
  if (header != NULL)
  {
    result = header + length_size;
    if (length_size == sizeof (guint32))
      n = *(guint32 *) header;
    else
      n = *(guint64 *) header;
  }
  else
  {
    result = NULL;
    n = 0;
  }

  if (length != NULL)
    *length = n;

  return result;
}

static void
std_string_destroy (StdString * str)
{
  if ((str->l.capacity & 1) != 0)
    art_api.free (str->l.data);
}

static gchar *
std_string_c_str (StdString * self)
{
  if ((self->l.capacity & 1) != 0)
    return self->l.data;

  return self->s.data;
}
`,ju=/(.+)!([^/]+)\/?([isu]+)?/,Te=null,bi=null,qe=class t{static build(e,n){return yi(n),bi(e,n,r=>new t(Te.new(e,r,n)))}static enumerateMethods(e,n,r){yi(r);let o=e.match(ju);if(o===null)throw new Error("Invalid query; format is: class!method -- see documentation of Java.enumerateMethods(query) for details");let i=Memory.allocUtf8String(o[1]),s=Memory.allocUtf8String(o[2]),c=!1,a=!1,l=!1,d=o[3];d!==void 0&&(c=d.indexOf("s")!==-1,a=d.indexOf("i")!==-1,l=d.indexOf("u")!==-1);let p;if(n.jvmti!==null){let f=Te.enumerateMethodsJvm(i,s,it(c),it(a),it(l),r);try{p=JSON.parse(f.readUtf8String()).map(u=>{let _=ptr(u.loader);return u.loader=_.isNull()?null:_,u})}finally{Te.dealloc(f)}}else Ae(r.vm,r,f=>{let u=Te.enumerateMethodsArt(i,s,it(c),it(a),it(l));try{let _=n["art::JavaVMExt::AddGlobalRef"],{vm:h}=n;p=JSON.parse(u.readUtf8String()).map(g=>{let y=g.loader;return g.loader=y!==0?_(h,f,ptr(y)):null,g})}finally{Te.dealloc(u)}});return p}constructor(e){this.handle=e}has(e){return Te.has(this.handle,Memory.allocUtf8String(e))!==0}find(e){return Te.find(this.handle,Memory.allocUtf8String(e)).readUtf8String()}list(){let e=Te.list(this.handle);try{return JSON.parse(e.readUtf8String())}finally{Te.dealloc(e)}}};function yi(t){Te===null&&(Te=Ru(t),bi=Ou(Te,t.vm))}function Ru(t){let e=At(),{jvmti:n=null}=e,{pointerSize:r}=Process,o=8,i=r,s=7*r,c=10*4+5*r,a=o+i+s+c,d=Memory.alloc(a),p=d.add(o),f=p.add(i),{getDeclaredMethods:u,getDeclaredFields:_}=t.javaLangClass(),h=t.javaLangReflectMethod(),g=t.javaLangReflectField(),y=f;[n!==null?n:NULL,u,_,h.getName,h.getModifiers,g.getName,g.getModifiers].forEach(M=>{y=y.writePointer(M).add(r)});let E=f.add(s),{vm:x}=t;if(e.flavor==="art"){let M;if(n!==null)M=[0,0,0,0];else{let j=hr(x).offset;M=[j.ifields,j.methods,j.sfields,j.copiedMethodsOffset]}let k=Se(x),S=tn(x),C=E;[1,...M,k.size,k.offset.accessFlags,S.size,S.offset.accessFlags,4294967295].forEach(j=>{C=C.writeUInt(j).add(4)}),[e.artClassLinker.address,e["art::ClassLinker::VisitClasses"],e["art::mirror::Class::GetDescriptor"],e["art::ArtMethod::PrettyMethod"],Process.getModuleByName("libc.so").getExportByName("free")].forEach((j,w)=>{j===void 0&&(j=NULL),C=C.writePointer(j).add(r)})}let T=new CModule(Nu,{lock:d,models:p,java_api:f,art_api:E}),N={exceptions:"propagate"},R={exceptions:"propagate",scheduling:"exclusive"};return{handle:T,new:new NativeFunction(T.model_new,"pointer",["pointer","pointer","pointer"],N),has:new NativeFunction(T.model_has,"bool",["pointer","pointer"],R),find:new NativeFunction(T.model_find,"pointer",["pointer","pointer"],R),list:new NativeFunction(T.model_list,"pointer",["pointer"],R),enumerateMethodsArt:new NativeFunction(T.enumerate_methods_art,"pointer",["pointer","pointer","bool","bool","bool"],N),enumerateMethodsJvm:new NativeFunction(T.enumerate_methods_jvm,"pointer",["pointer","pointer","bool","bool","bool","pointer"],N),dealloc:new NativeFunction(T.dealloc,"void",["pointer"],R)}}function Ou(t,e){let n=At();if(n.flavor!=="art")return Pu;let r=n["art::JavaVMExt::DecodeGlobal"];return function(o,i,s){let c;return Ae(e,i,a=>{let l=r(e,a,o);c=s(l)}),c}}function Pu(t,e,n){return n(NULL)}function it(t){return t?1:0}var Tt=class{constructor(e,n){this.items=new Map,this.capacity=e,this.destroy=n}dispose(e){let{items:n,destroy:r}=this;n.forEach(o=>{r(o,e)}),n.clear()}get(e){let{items:n}=this,r=n.get(e);return r!==void 0&&(n.delete(e),n.set(e,r)),r}set(e,n,r){let{items:o}=this,i=o.get(e);if(i!==void 0)o.delete(e),this.destroy(i,r);else if(o.size===this.capacity){let s=o.keys().next().value,c=o.get(s);o.delete(s),this.destroy(c,r)}o.set(e,n)}};var Ct=1,Nr=256,Ei=65536,Fu=305419896,vi=32,Si=12,wi=8,Ii=8,xi=4,Ai=4,Ti=12,Du=0,Uu=1,Bu=2,Vu=3,zu=4,Ju=5,$u=6,Gu=4096,Hu=4097,Zu=4099,Wu=8192,qu=8193,Ku=8194,Qu=8195,Xu=8196,Yu=8198,ep=24,tp=28,np=2,rp=24,Ci=m.from([3,0,7,14,0]),kr="Ldalvik/annotation/Throws;",op=m.from([0]);function ip(t){let e=new jr,n=Object.assign({},t);return e.addClass(n),e.build()}var jr=class{constructor(){this.classes=[]}addClass(e){this.classes.push(e)}build(){let e=cp(this.classes),{classes:n,interfaces:r,fields:o,methods:i,protos:s,parameters:c,annotationDirectories:a,annotationSets:l,throwsAnnotations:d,types:p,strings:f}=e,u=0,_=0,h=8,g=12,y=20,E=112;u+=E;let x=u,T=f.length*Ai;u+=T;let N=u,R=p.length*xi;u+=R;let M=u,k=s.length*Si;u+=k;let S=u,C=o.length*wi;u+=C;let j=u,w=i.length*Ii;u+=w;let O=u,D=n.length*vi;u+=D;let $=u,F=l.map(A=>{let P=u;return A.offset=P,u+=4+A.items.length*4,P}),Z=n.reduce((A,P)=>(P.classData.constructorMethods.forEach(X=>{let[,ee,Y]=X;(ee&Nr)===0&&Y>=0&&(X.push(u),A.push({offset:u,superConstructor:Y}),u+=rp)}),A),[]);a.forEach(A=>{A.offset=u,u+=16+A.methods.length*8});let se=r.map(A=>{u=Mr(u,4);let P=u;return A.offset=P,u+=4+2*A.types.length,P}),ce=c.map(A=>{u=Mr(u,4);let P=u;return A.offset=P,u+=4+2*A.types.length,P}),fe=[],oe=f.map(A=>{let P=u,G=m.from(we(A.length)),X=m.from(A,"utf8"),ee=m.concat([G,X,op]);return fe.push(ee),u+=ee.length,P}),ue=Z.map(A=>{let P=u;return u+=Ci.length,P}),ie=d.map(A=>{let P=ap(A);return A.offset=u,u+=P.length,P}),le=n.map((A,P)=>{A.classData.offset=u;let G=sp(A);return u+=G.length,G}),Le=0,pt=0;u=Mr(u,4);let Q=u,ve=r.length+c.length,je=4+(o.length>0?1:0)+2+l.length+Z.length+a.length+(ve>0?1:0)+1+ue.length+d.length+n.length+1,$e=4+je*Ti;u+=$e;let De=u-$,Ye=u,I=m.alloc(Ye);I.write(`dex
035`),I.writeUInt32LE(Ye,32),I.writeUInt32LE(E,36),I.writeUInt32LE(Fu,40),I.writeUInt32LE(Le,44),I.writeUInt32LE(pt,48),I.writeUInt32LE(Q,52),I.writeUInt32LE(f.length,56),I.writeUInt32LE(x,60),I.writeUInt32LE(p.length,64),I.writeUInt32LE(N,68),I.writeUInt32LE(s.length,72),I.writeUInt32LE(M,76),I.writeUInt32LE(o.length,80),I.writeUInt32LE(o.length>0?S:0,84),I.writeUInt32LE(i.length,88),I.writeUInt32LE(j,92),I.writeUInt32LE(n.length,96),I.writeUInt32LE(O,100),I.writeUInt32LE(De,104),I.writeUInt32LE($,108),oe.forEach((A,P)=>{I.writeUInt32LE(A,x+P*Ai)}),p.forEach((A,P)=>{I.writeUInt32LE(A,N+P*xi)}),s.forEach((A,P)=>{let[G,X,ee]=A,Y=M+P*Si;I.writeUInt32LE(G,Y),I.writeUInt32LE(X,Y+4),I.writeUInt32LE(ee!==null?ee.offset:0,Y+8)}),o.forEach((A,P)=>{let[G,X,ee]=A,Y=S+P*wi;I.writeUInt16LE(G,Y),I.writeUInt16LE(X,Y+2),I.writeUInt32LE(ee,Y+4)}),i.forEach((A,P)=>{let[G,X,ee]=A,Y=j+P*Ii;I.writeUInt16LE(G,Y),I.writeUInt16LE(X,Y+2),I.writeUInt32LE(ee,Y+4)}),n.forEach((A,P)=>{let{interfaces:G,annotationsDirectory:X}=A,ee=G!==null?G.offset:0,Y=X!==null?X.offset:0,ft=0,Ie=O+P*vi;I.writeUInt32LE(A.index,Ie),I.writeUInt32LE(A.accessFlags,Ie+4),I.writeUInt32LE(A.superClassIndex,Ie+8),I.writeUInt32LE(ee,Ie+12),I.writeUInt32LE(A.sourceFileIndex,Ie+16),I.writeUInt32LE(Y,Ie+20),I.writeUInt32LE(A.classData.offset,Ie+24),I.writeUInt32LE(ft,Ie+28)}),l.forEach((A,P)=>{let{items:G}=A,X=F[P];I.writeUInt32LE(G.length,X),G.forEach((ee,Y)=>{I.writeUInt32LE(ee.offset,X+4+Y*4)})}),Z.forEach((A,P)=>{let{offset:G,superConstructor:X}=A,ee=1,Y=1,ft=1,Ie=0,Ft=4;I.writeUInt16LE(ee,G),I.writeUInt16LE(Y,G+2),I.writeUInt16LE(ft,G+4),I.writeUInt16LE(Ie,G+6),I.writeUInt32LE(ue[P],G+8),I.writeUInt32LE(Ft,G+12),I.writeUInt16LE(4208,G+16),I.writeUInt16LE(X,G+18),I.writeUInt16LE(0,G+20),I.writeUInt16LE(14,G+22)}),a.forEach(A=>{let P=A.offset,G=0,X=0,ee=A.methods.length,Y=0;I.writeUInt32LE(G,P),I.writeUInt32LE(X,P+4),I.writeUInt32LE(ee,P+8),I.writeUInt32LE(Y,P+12),A.methods.forEach((ft,Ie)=>{let Ft=P+16+Ie*8,[Fs,Ds]=ft;I.writeUInt32LE(Fs,Ft),I.writeUInt32LE(Ds.offset,Ft+4)})}),r.forEach((A,P)=>{let G=se[P];I.writeUInt32LE(A.types.length,G),A.types.forEach((X,ee)=>{I.writeUInt16LE(X,G+4+ee*2)})}),c.forEach((A,P)=>{let G=ce[P];I.writeUInt32LE(A.types.length,G),A.types.forEach((X,ee)=>{I.writeUInt16LE(X,G+4+ee*2)})}),fe.forEach((A,P)=>{A.copy(I,oe[P])}),ue.forEach(A=>{Ci.copy(I,A)}),ie.forEach((A,P)=>{A.copy(I,d[P].offset)}),le.forEach((A,P)=>{A.copy(I,n[P].classData.offset)}),I.writeUInt32LE(je,Q);let he=[[Du,1,_],[Uu,f.length,x],[Bu,p.length,N],[Vu,s.length,M]];o.length>0&&he.push([zu,o.length,S]),he.push([Ju,i.length,j]),he.push([$u,n.length,O]),l.forEach((A,P)=>{he.push([Zu,A.items.length,F[P]])}),Z.forEach(A=>{he.push([qu,1,A.offset])}),a.forEach(A=>{he.push([Yu,1,A.offset])}),ve>0&&he.push([Hu,ve,se.concat(ce)[0]]),he.push([Ku,f.length,oe[0]]),ue.forEach(A=>{he.push([Qu,1,A])}),d.forEach(A=>{he.push([Xu,1,A.offset])}),n.forEach(A=>{he.push([Wu,1,A.classData.offset])}),he.push([Gu,1,Q]),he.forEach((A,P)=>{let[G,X,ee]=A,Y=Q+4+P*Ti;I.writeUInt16LE(G,Y),I.writeUInt32LE(X,Y+4),I.writeUInt32LE(ee,Y+8)});let po=new Checksum("sha1");return po.update(I.slice(g+y)),m.from(po.getDigest()).copy(I,g),I.writeUInt32LE(hp(I,g),h),I}};function sp(t){let{instanceFields:e,constructorMethods:n,virtualMethods:r}=t.classData;return m.from([0].concat(we(e.length)).concat(we(n.length)).concat(we(r.length)).concat(e.reduce((i,[s,c])=>i.concat(we(s)).concat(we(c)),[])).concat(n.reduce((i,[s,c,,a])=>i.concat(we(s)).concat(we(c)).concat(we(a||0)),[])).concat(r.reduce((i,[s,c])=>i.concat(we(s)).concat(we(c)).concat([0]),[])))}function ap(t){let{thrownTypes:e}=t;return m.from([np].concat(we(t.type)).concat([1]).concat(we(t.value)).concat([tp,e.length]).concat(e.reduce((n,r)=>(n.push(ep,r),n),[])))}function cp(t){let e=new Set,n=new Set,r={},o=[],i=[],s={},c=new Set,a=new Set;t.forEach(w=>{let{name:O,superClass:D,sourceFileName:$}=w;e.add("this"),e.add(O),n.add(O),e.add(D),n.add(D),e.add($),w.interfaces.forEach(F=>{e.add(F),n.add(F)}),w.fields.forEach(F=>{let[Z,se]=F;e.add(Z),e.add(se),n.add(se),o.push([w.name,se,Z])}),w.methods.some(([F])=>F==="<init>")||(w.methods.unshift(["<init>","V",[]]),c.add(O)),w.methods.forEach(F=>{let[Z,se,ce,fe=[],oe]=F;e.add(Z);let ue=l(se,ce),ie=null;if(fe.length>0){let le=fe.slice();le.sort(),ie=le.join("|");let Le=s[ie];Le===void 0&&(Le={id:ie,types:le},s[ie]=Le),e.add(kr),n.add(kr),fe.forEach(pt=>{e.add(pt),n.add(pt)}),e.add("value")}if(i.push([w.name,ue,Z,ie,oe]),Z==="<init>"){a.add(O+"|"+ue);let le=D+"|"+ue;c.has(O)&&!a.has(le)&&(i.push([D,ue,Z,null,0]),a.add(le))}})});function l(w,O){let D=[w].concat(O),$=D.join("|");if(r[$]!==void 0)return $;e.add(w),n.add(w),O.forEach(Z=>{e.add(Z),n.add(Z)});let F=D.map(fp).join("");return e.add(F),r[$]=[$,F,w,O],$}let d=Array.from(e);d.sort();let p=d.reduce((w,O,D)=>(w[O]=D,w),{}),f=Array.from(n).map(w=>p[w]);f.sort(Li);let u=f.reduce((w,O,D)=>(w[d[O]]=D,w),{}),_=Object.keys(r).map(w=>r[w]);_.sort(dp);let h={},g=_.map(w=>{let[,O,D,$]=w,F;if($.length>0){let Z=$.join("|");F=h[Z],F===void 0&&(F={types:$.map(se=>u[se]),offset:-1},h[Z]=F)}else F=null;return[p[O],u[D],F]}),y=_.reduce((w,O,D)=>{let[$]=O;return w[$]=D,w},{}),E=Object.keys(h).map(w=>h[w]),x=o.map(w=>{let[O,D,$]=w;return[u[O],u[D],p[$]]});x.sort(up);let T=i.map(w=>{let[O,D,$,F,Z]=w;return[u[O],y[D],p[$],F,Z]});T.sort(pp);let N=Object.keys(s).map(w=>s[w]).map(w=>({id:w.id,type:u[kr],value:p.value,thrownTypes:w.types.map(O=>u[O]),offset:-1})),R=N.map(w=>({id:w.id,items:[w],offset:-1})),M=R.reduce((w,O,D)=>(w[O.id]=D,w),{}),k={},S=[],C=t.map(w=>{let O=u[w.name],D=Ct,$=u[w.superClass],F,Z=w.interfaces.map(Q=>u[Q]);if(Z.length>0){Z.sort(Li);let Q=Z.join("|");F=k[Q],F===void 0&&(F={types:Z,offset:-1},k[Q]=F)}else F=null;let se=p[w.sourceFileName],ce=T.reduce((Q,ve,je)=>{let[$e,De,Ye,I,he]=ve;return $e===O&&Q.push([je,Ye,I,De,he]),Q},[]),fe=null,oe=ce.filter(([,,Q])=>Q!==null).map(([Q,,ve])=>[Q,R[M[ve]]]);oe.length>0&&(fe={methods:oe,offset:-1},S.push(fe));let ue=x.reduce((Q,ve,je)=>{let[$e]=ve;return $e===O&&Q.push([je>0?1:0,Ct]),Q},[]),ie=p["<init>"],le=ce.filter(([,Q])=>Q===ie).map(([Q,,,ve])=>{if(c.has(w.name)){let je=-1,$e=T.length;for(let De=0;De!==$e;De++){let[Ye,I,he]=T[De];if(Ye===$&&he===ie&&I===ve){je=De;break}}return[Q,Ct|Ei,je]}else return[Q,Ct|Ei|Nr,-1]}),Le=lp(ce.filter(([,Q])=>Q!==ie).map(([Q,,,,ve])=>[Q,ve|Ct|Nr]));return{index:O,accessFlags:D,superClassIndex:$,interfaces:F,sourceFileIndex:se,annotationsDirectory:fe,classData:{instanceFields:ue,constructorMethods:le,virtualMethods:Le,offset:-1}}}),j=Object.keys(k).map(w=>k[w]);return{classes:C,interfaces:j,fields:x,methods:T,protos:g,parameters:E,annotationDirectories:S,annotationSets:R,throwsAnnotations:N,types:f,strings:d}}function lp(t){let e=0;return t.map(([n,r],o)=>{let i;return o===0?i=[n,r]:i=[n-e,r],e=n,i})}function Li(t,e){return t-e}function dp(t,e){let[,,n,r]=t,[,,o,i]=e;if(n<o)return-1;if(n>o)return 1;let s=r.join("|"),c=i.join("|");return s<c?-1:s>c?1:0}function up(t,e){let[n,r,o]=t,[i,s,c]=e;return n!==i?n-i:o!==c?o-c:r-s}function pp(t,e){let[n,r,o]=t,[i,s,c]=e;return n!==i?n-i:o!==c?o-c:r-s}function fp(t){let e=t[0];return e==="L"||e==="["?"L":t}function we(t){if(t<=127)return[t];let e=[],n=!1;do{let r=t&127;t>>=7,n=t!==0,n&&(r|=128),e.push(r)}while(n);return e}function Mr(t,e){let n=t%e;return n===0?t:t+e-n}function hp(t,e){let n=1,r=0,o=t.length;for(let i=e;i<o;i++)n=(n+t[i])%65521,r=(r+n)%65521;return(r<<16|n)>>>0}var ki=ip;var mp=1,Rr=null,Mi=null;function Ni(t){Rr=t}function Or(t,e,n){let r=st(t);return r===null&&(t.indexOf("[")===0?r=Pr(t,e,n):(t[0]==="L"&&t[t.length-1]===";"&&(t=t.substring(1,t.length-1)),r=gp(t,e,n))),Object.assign({className:t},r)}var ji={boolean:{name:"Z",type:"uint8",size:1,byteSize:1,defaultValue:!1,isCompatible(t){return typeof t=="boolean"},fromJni(t){return!!t},toJni(t){return t?1:0},read(t){return t.readU8()},write(t,e){t.writeU8(e)},toString(){return this.name}},byte:{name:"B",type:"int8",size:1,byteSize:1,defaultValue:0,isCompatible(t){return Number.isInteger(t)&&t>=-128&&t<=127},fromJni:Ce,toJni:Ce,read(t){return t.readS8()},write(t,e){t.writeS8(e)},toString(){return this.name}},char:{name:"C",type:"uint16",size:1,byteSize:2,defaultValue:0,isCompatible(t){if(typeof t!="string"||t.length!==1)return!1;let e=t.charCodeAt(0);return e>=0&&e<=65535},fromJni(t){return String.fromCharCode(t)},toJni(t){return t.charCodeAt(0)},read(t){return t.readU16()},write(t,e){t.writeU16(e)},toString(){return this.name}},short:{name:"S",type:"int16",size:1,byteSize:2,defaultValue:0,isCompatible(t){return Number.isInteger(t)&&t>=-32768&&t<=32767},fromJni:Ce,toJni:Ce,read(t){return t.readS16()},write(t,e){t.writeS16(e)},toString(){return this.name}},int:{name:"I",type:"int32",size:1,byteSize:4,defaultValue:0,isCompatible(t){return Number.isInteger(t)&&t>=-2147483648&&t<=2147483647},fromJni:Ce,toJni:Ce,read(t){return t.readS32()},write(t,e){t.writeS32(e)},toString(){return this.name}},long:{name:"J",type:"int64",size:2,byteSize:8,defaultValue:0,isCompatible(t){return typeof t=="number"||t instanceof Int64},fromJni:Ce,toJni:Ce,read(t){return t.readS64()},write(t,e){t.writeS64(e)},toString(){return this.name}},float:{name:"F",type:"float",size:1,byteSize:4,defaultValue:0,isCompatible(t){return typeof t=="number"},fromJni:Ce,toJni:Ce,read(t){return t.readFloat()},write(t,e){t.writeFloat(e)},toString(){return this.name}},double:{name:"D",type:"double",size:2,byteSize:8,defaultValue:0,isCompatible(t){return typeof t=="number"},fromJni:Ce,toJni:Ce,read(t){return t.readDouble()},write(t,e){t.writeDouble(e)},toString(){return this.name}},void:{name:"V",type:"void",size:0,byteSize:0,defaultValue:void 0,isCompatible(t){return t===void 0},fromJni(){},toJni(){return NULL},toString(){return this.name}}},_p=new Set(Object.values(ji).map(t=>t.name));function st(t){let e=ji[t];return e!==void 0?e:null}function gp(t,e,n){let r=n._types[e?1:0],o=r[t];return o!==void 0||(t==="java.lang.Object"?o=yp(n):o=bp(t,e,n),r[t]=o),o}function yp(t){return{name:"Ljava/lang/Object;",type:"pointer",size:1,defaultValue:NULL,isCompatible(e){return e===null?!0:e===void 0?!1:e.$h instanceof NativePointer?!0:typeof e=="string"},fromJni(e,n,r){return e.isNull()?null:t.cast(e,t.use("java.lang.Object"),r)},toJni(e,n){return e===null?NULL:typeof e=="string"?n.newStringUtf(e):e.$h}}}function bp(t,e,n){let r=null,o=null,i=null;function s(){return r===null&&(r=n.use(t).class),r}function c(l){let d=s();return o===null&&(o=d.isInstance.overload("java.lang.Object")),o.call(d,l)}function a(){if(i===null){let l=s();i=n.use("java.lang.String").class.isAssignableFrom(l)}return i}return{name:Ke(t),type:"pointer",size:1,defaultValue:NULL,isCompatible(l){return l===null?!0:l===void 0?!1:l.$h instanceof NativePointer?c(l):typeof l=="string"&&a()},fromJni(l,d,p){return l.isNull()?null:a()&&e?d.stringFromJni(l):n.cast(l,n.use(t),p)},toJni(l,d){return l===null?NULL:typeof l=="string"?d.newStringUtf(l):l.$h},toString(){return this.name}}}var Ep=[["Z","boolean"],["B","byte"],["C","char"],["D","double"],["F","float"],["I","int"],["J","long"],["S","short"]].reduce((t,[e,n])=>(t["["+e]=vp("["+e,n),t),{});function vp(t,e){let n=b.prototype,r=Ap(e),o={typeName:e,newArray:n["new"+r+"Array"],setRegion:n["set"+r+"ArrayRegion"],getElements:n["get"+r+"ArrayElements"],releaseElements:n["release"+r+"ArrayElements"]};return{name:t,type:"pointer",size:1,defaultValue:NULL,isCompatible(i){return xp(i,e)},fromJni(i,s,c){return wp(i,o,s,c)},toJni(i,s){return Ip(i,o,s)}}}function Pr(t,e,n){let r=Ep[t];if(r!==void 0)return r;if(t.indexOf("[")!==0)throw new Error("Unsupported type: "+t);let o=t.substring(1),i=Or(o,e,n),s=0,c=o.length;for(;s!==c&&o[s]==="[";)s++;o=o.substring(s),o[0]==="L"&&o[o.length-1]===";"&&(o=o.substring(1,o.length-1));let a=o.replace(/\./g,"/");_p.has(a)?a="[".repeat(s)+a:a="[".repeat(s)+"L"+a+";";let l="["+a;return o="[".repeat(s)+o,{name:t.replace(/\./g,"/"),type:"pointer",size:1,defaultValue:NULL,isCompatible(d){return d===null?!0:typeof d!="object"||d.length===void 0?!1:d.every(function(p){return i.isCompatible(p)})},fromJni(d,p,f){if(d.isNull())return null;let u=[],_=p.getArrayLength(d);for(let h=0;h!==_;h++){let g=p.getObjectArrayElement(d,h);try{u.push(i.fromJni(g,p))}finally{p.deleteLocalRef(g)}}try{u.$w=n.cast(d,n.use(l),f)}catch{n.use("java.lang.reflect.Array").newInstance(n.use(o).class,0),u.$w=n.cast(d,n.use(l),f)}return u.$dispose=Sp,u},toJni(d,p){if(d===null)return NULL;if(!(d instanceof Array))throw new Error("Expected an array");let f=d.$w;if(f!==void 0)return f.$h;let u=d.length,h=n.use(o).$borrowClassHandle(p);try{let g=p.newObjectArray(u,h.value,NULL);p.throwIfExceptionPending();for(let y=0;y!==u;y++){let E=i.toJni(d[y],p);try{p.setObjectArrayElement(g,y,E)}finally{i.type==="pointer"&&p.getObjectRefType(E)===mp&&p.deleteLocalRef(E)}p.throwIfExceptionPending()}return g}finally{h.unref(p)}}}}function Sp(){let t=this.length;for(let e=0;e!==t;e++){let n=this[e];if(n===null)continue;let r=n.$dispose;if(r===void 0)break;r.call(n)}this.$w.$dispose()}function wp(t,e,n,r){if(t.isNull())return null;let o=st(e.typeName),i=n.getArrayLength(t);return new sn(t,e,o,i,n,r)}function Ip(t,e,n){if(t===null)return NULL;let r=t.$h;if(r!==void 0)return r;let o=t.length,i=st(e.typeName),s=e.newArray.call(n,o);if(s.isNull())throw new Error("Unable to construct array");if(o>0){let c=i.byteSize,a=i.write,l=i.toJni,d=Memory.alloc(o*i.byteSize);for(let p=0;p!==o;p++)a(d.add(p*c),l(t[p]));e.setRegion.call(n,s,0,o,d),n.throwIfExceptionPending()}return s}function xp(t,e){if(t===null)return!0;if(t instanceof sn)return t.$s.typeName===e;if(!(typeof t=="object"&&t.length!==void 0))return!1;let r=st(e);return Array.prototype.every.call(t,o=>r.isCompatible(o))}function sn(t,e,n,r,o,i=!0){if(i){let s=o.newGlobalRef(t);this.$h=s,this.$r=Script.bindWeak(this,o.vm.makeHandleDestructor(s))}else this.$h=t,this.$r=null;return this.$s=e,this.$t=n,this.length=r,new Proxy(this,Mi)}Mi={has(t,e){return e in t?!0:t.tryParseIndex(e)!==null},get(t,e,n){let r=t.tryParseIndex(e);return r===null?t[e]:t.readElement(r)},set(t,e,n,r){let o=t.tryParseIndex(e);return o===null?(t[e]=n,!0):(t.writeElement(o,n),!0)},ownKeys(t){let e=[],{length:n}=t;for(let r=0;r!==n;r++){let o=r.toString();e.push(o)}return e.push("length"),e},getOwnPropertyDescriptor(t,e){return t.tryParseIndex(e)!==null?{writable:!0,configurable:!0,enumerable:!0}:Object.getOwnPropertyDescriptor(t,e)}};Object.defineProperties(sn.prototype,{$dispose:{enumerable:!0,value(){let t=this.$r;t!==null&&(this.$r=null,Script.unbindWeak(t))}},$clone:{value(t){return new sn(this.$h,this.$s,this.$t,this.length,t)}},tryParseIndex:{value(t){if(typeof t=="symbol")return null;let e=parseInt(t);return isNaN(e)||e<0||e>=this.length?null:e}},readElement:{value(t){return this.withElements(e=>{let n=this.$t;return n.fromJni(n.read(e.add(t*n.byteSize)))})}},writeElement:{value(t,e){let{$h:n,$s:r,$t:o}=this,i=Rr.getEnv(),s=Memory.alloc(o.byteSize);o.write(s,o.toJni(e)),r.setRegion.call(i,n,t,1,s)}},withElements:{value(t){let{$h:e,$s:n}=this,r=Rr.getEnv(),o=n.getElements.call(r,e);if(o.isNull())throw new Error("Unable to get array elements");try{return t(o)}finally{n.releaseElements.call(r,e,o)}}},toJSON:{value(){let{length:t,$t:e}=this,{byteSize:n,fromJni:r,read:o}=e;return this.withElements(i=>{let s=[];for(let c=0;c!==t;c++){let a=r(o(i.add(c*n)));s.push(a)}return s})}},toString:{value(){return this.toJSON().toString()}}});function Ke(t){return"L"+t.replace(/\./g,"/")+";"}function Ap(t){return t.charAt(0).toUpperCase()+t.slice(1)}function Ce(t){return t}var Tp=4,{ensureClassInitialized:Ri,makeMethodMangler:Bi}=rn,Cp=8,Ur=1,kt=2,Fe=3,Fr=1,Br=2,an=1,Vi=2,Oi=Symbol("PENDING_USE"),Pi="/data/local/tmp",{getCurrentThreadId:ln,pointerSize:Lt}=Process,ge={state:"empty",factories:[],loaders:null,Integer:null},K=null,ne=null,zi=null,Ji=null,$i=null,Gi=null,Hi=null,Fi=null,Dr=null,ct=new Map,Be=class t{static _initialize(e,n){K=e,ne=n,zi=n.flavor==="art",n.flavor==="jvm"&&(Ri=fi,Bi=mi)}static _disposeAll(e){ge.factories.forEach(n=>{n._dispose(e)})}static get(e){let n=Wp(),r=n.factories[0];if(e===null)return r;let o=n.loaders.get(e);if(o!==null){let s=r.cast(o,n.Integer);return n.factories[s.intValue()]}let i=new t;return i.loader=e,i.cacheDir=r.cacheDir,Jr(i,e),i}constructor(){this.cacheDir=Pi,this.codeCacheDir=Pi+"/dalvik-cache",this.tempFileNaming={prefix:"frida",suffix:""},this._classes={},this._classHandles=new Tt(10,kp),this._patchedMethods=new Set,this._loader=null,this._types=[{},{}],ge.factories.push(this)}_dispose(e){Array.from(this._patchedMethods).forEach(n=>{n.implementation=null}),this._patchedMethods.clear(),Er(),this._classHandles.dispose(e),this._classes={}}get loader(){return this._loader}set loader(e){let n=this._loader===null&&e!==null;this._loader=e,n&&ge.state==="ready"&&this===ge.factories[0]&&Jr(this,e)}use(e,n={}){let r=n.cache!=="skip",o=r?this._getUsedClass(e):void 0;if(o===void 0)try{let i=K.getEnv(),{_loader:s}=this,c=s!==null?Np(e,s,i):Mp(e);o=this._make(e,c,i)}finally{r&&this._setUsedClass(e,o)}return o}_getUsedClass(e){let n;for(;(n=this._classes[e])===Oi;)Thread.sleep(.05);return n===void 0&&(this._classes[e]=Oi),n}_setUsedClass(e,n){n!==void 0?this._classes[e]=n:delete this._classes[e]}_make(e,n,r){let o=Lp(),i=Object.create(Gr.prototype,{[Symbol.for("n")]:{value:e},$n:{get(){return this[Symbol.for("n")]}},[Symbol.for("C")]:{value:o},$C:{get(){return this[Symbol.for("C")]}},[Symbol.for("w")]:{value:null,writable:!0},$w:{get(){return this[Symbol.for("w")]},set(a){this[Symbol.for("w")]=a}},[Symbol.for("_s")]:{writable:!0},$_s:{get(){return this[Symbol.for("_s")]},set(a){this[Symbol.for("_s")]=a}},[Symbol.for("c")]:{value:[null]},$c:{get(){return this[Symbol.for("c")]}},[Symbol.for("m")]:{value:new Map},$m:{get(){return this[Symbol.for("m")]}},[Symbol.for("l")]:{value:null,writable:!0},$l:{get(){return this[Symbol.for("l")]},set(a){this[Symbol.for("l")]=a}},[Symbol.for("gch")]:{value:n},$gch:{get(){return this[Symbol.for("gch")]}},[Symbol.for("f")]:{value:this},$f:{get(){return this[Symbol.for("f")]}}});o.prototype=i;let s=new o(null);i[Symbol.for("w")]=s,i.$w=s;let c=s.$borrowClassHandle(r);try{let a=c.value;Ri(r,a),i.$l=qe.build(a,r)}finally{c.unref(r)}return s}retain(e){let n=K.getEnv();return e.$clone(n)}cast(e,n,r){let o=K.getEnv(),i=e.$h;i===void 0&&(i=e);let s=n.$borrowClassHandle(o);try{if(!o.isInstanceOf(i,s.value))throw new Error(`Cast from '${o.getObjectClassName(i)}' to '${n.$n}' isn't possible`)}finally{s.unref(o)}let c=n.$C;return new c(i,an,o,r)}wrap(e,n,r){let o=n.$C,i=new o(e,an,r,!1);return i.$r=Script.bindWeak(i,K.makeHandleDestructor(e)),i}array(e,n){let r=K.getEnv(),o=st(e);o!==null&&(e=o.name);let i=Pr("["+e,!1,this),s=i.toJni(n,r);return i.fromJni(s,r,!0)}registerClass(e){let n=K.getEnv(),r=[];try{let o=this.use("java.lang.Class"),i=n.javaLangReflectMethod(),s=n.vaMethod("pointer",[]),c=e.name,a=e.implements||[],l=e.superClass||this.use("java.lang.Object"),d=[],p=[],f={name:Ke(c),sourceFileName:Kp(c),superClass:Ke(l.$n),interfaces:a.map(S=>Ke(S.$n)),fields:d,methods:p},u=a.slice();a.forEach(S=>{Array.prototype.slice.call(S.class.getInterfaces()).forEach(C=>{let j=this.cast(C,o).getCanonicalName();u.push(this.use(j))})});let _=e.fields||{};Object.getOwnPropertyNames(_).forEach(S=>{let C=this._getType(_[S]);d.push([S,C.name])});let h={},g={};u.forEach(S=>{let C=S.$borrowClassHandle(n);r.push(C);let j=C.value;S.$ownMembers.filter(w=>S[w].overloads!==void 0).forEach(w=>{let O=S[w],D=O.overloads,$=D.map(F=>Di(w,F.returnType,F.argumentTypes));h[w]=[O,$,j],D.forEach((F,Z)=>{let se=$[Z];g[se]=[F,j]})})});let y=e.methods||{},x=Object.keys(y).reduce((S,C)=>{let j=y[C],w=C==="$init"?"<init>":C;return j instanceof Array?S.push(...j.map(O=>[w,O])):S.push([w,j]),S},[]),T=[];x.forEach(([S,C])=>{let j=Fe,w,O,D=[],$;if(typeof C=="function"){let ce=h[S];if(ce!==void 0&&Array.isArray(ce)){let[fe,oe,ue]=ce;if(oe.length>1)throw new Error(`More than one overload matching '${S}': signature must be specified`);delete g[oe[0]];let ie=fe.overloads[0];j=ie.type,w=ie.returnType,O=ie.argumentTypes,$=C;let le=n.toReflectedMethod(ue,ie.handle,0),Le=s(n.handle,le,i.getGenericExceptionTypes);D=$r(n,Le).map(Ke),n.deleteLocalRef(Le),n.deleteLocalRef(le)}else w=this._getType("void"),O=[],$=C}else{if(C.isStatic&&(j=kt),w=this._getType(C.returnType||"void"),O=(C.argumentTypes||[]).map(oe=>this._getType(oe)),$=C.implementation,typeof $!="function")throw new Error("Expected a function implementation for method: "+S);let ce=Di(S,w,O),fe=g[ce];if(fe!==void 0){let[oe,ue]=fe;delete g[ce],j=oe.type,w=oe.returnType,O=oe.argumentTypes;let ie=n.toReflectedMethod(ue,oe.handle,0),le=s(n.handle,ie,i.getGenericExceptionTypes);D=$r(n,le).map(Ke),n.deleteLocalRef(le),n.deleteLocalRef(ie)}}let F=w.name,Z=O.map(ce=>ce.name),se="("+Z.join("")+")"+F;p.push([S,F,Z,D,j===kt?Cp:0]),T.push([S,se,j,w,O,$])});let N=Object.keys(g);if(N.length>0)throw new Error("Missing implementation for: "+N.join(", "));let R=cn.fromBuffer(ki(f),this);try{R.load()}finally{R.file.delete()}let M=this.use(e.name),k=x.length;if(k>0){let S=3*Lt,C=Memory.alloc(k*S),j=[],w=[];T.forEach(([$,F,Z,se,ce,fe],oe)=>{let ue=Memory.allocUtf8String($),ie=Memory.allocUtf8String(F),le=Zi($,M,Z,se,ce,fe);C.add(oe*S).writePointer(ue),C.add(oe*S+Lt).writePointer(ie),C.add(oe*S+2*Lt).writePointer(le),w.push(ue,ie),j.push(le)});let O=M.$borrowClassHandle(n);r.push(O);let D=O.value;n.registerNatives(D,C,k),n.throwIfExceptionPending(),M.$nativeMethods=j}return M}finally{r.forEach(o=>{o.unref(n)})}}choose(e,n){let r=K.getEnv(),{flavor:o}=ne;if(o==="jvm")this._chooseObjectsJvm(e,r,n);else if(o==="art"){let i=ne["art::gc::Heap::VisitObjects"]===void 0;if(i&&ne["art::gc::Heap::GetInstances"]===void 0)return this._chooseObjectsJvm(e,r,n);Ae(K,r,s=>{i?this._chooseObjectsArtPreA12(e,r,s,n):this._chooseObjectsArtLegacy(e,r,s,n)})}else this._chooseObjectsDalvik(e,r,n)}_chooseObjectsJvm(e,n,r){let o=this.use(e),{jvmti:i}=ne,s=1,c=3,a=o.$borrowClassHandle(n),l=int64(a.value.toString());try{let d=new NativeCallback((y,E,x,T)=>(x.writeS64(l),s),"int",["int64","int64","pointer","pointer"]);i.iterateOverInstancesOfClass(a.value,c,d,a.value);let p=Memory.alloc(8);p.writeS64(l);let f=Memory.alloc(Tp),u=Memory.alloc(Lt);i.getObjectsWithTags(1,p,f,u,NULL);let _=f.readS32(),h=u.readPointer(),g=[];for(let y=0;y!==_;y++)g.push(h.add(y*Lt).readPointer());i.deallocate(h);try{for(let y of g){let E=this.cast(y,o);if(r.onMatch(E)==="stop")break}r.onComplete()}finally{g.forEach(y=>{n.deleteLocalRef(y)})}}finally{a.unref(n)}}_chooseObjectsArtPreA12(e,n,r,o){let i=this.use(e),s=wt.$new(r,K),c,a=i.$borrowClassHandle(n);try{let f=ne["art::JavaVMExt::DecodeGlobal"](ne.vm,r,a.value);c=s.newHandle(f)}finally{a.unref(n)}let l=0,d=St.$new();ne["art::gc::Heap::GetInstances"](ne.artHeap,s,c,l,d);let p=d.handles.map(f=>n.newGlobalRef(f));d.$delete(),s.$delete();try{for(let f of p){let u=this.cast(f,i);if(o.onMatch(u)==="stop")break}o.onComplete()}finally{p.forEach(f=>{n.deleteGlobalRef(f)})}}_chooseObjectsArtLegacy(e,n,r,o){let i=this.use(e),s=[],c=ne["art::JavaVMExt::AddGlobalRef"],a=ne.vm,l,d=i.$borrowClassHandle(n);try{l=ne["art::JavaVMExt::DecodeGlobal"](a,r,d.value).toInt32()}finally{d.unref(n)}let p=Ar(l,f=>{s.push(c(a,r,f))});ne["art::gc::Heap::VisitObjects"](ne.artHeap,p,NULL);try{for(let f of s){let u=this.cast(f,i);if(o.onMatch(u)==="stop")break}}finally{s.forEach(f=>{n.deleteGlobalRef(f)})}o.onComplete()}_chooseObjectsDalvik(e,n,r){let o=this.use(e);if(ne.addLocalReference===null){let s=Process.getModuleByName("libdvm.so"),c;switch(Process.arch){case"arm":c="2d e9 f0 41 05 46 15 4e 0c 46 7e 44 11 b3 43 68";break;case"ia32":c="8d 64 24 d4 89 5c 24 1c 89 74 24 20 e8 ?? ?? ?? ?? ?? ?? ?? ?? ?? ?? 85 d2";break}Memory.scan(s.base,s.size,c,{onMatch:(a,l)=>{let d;if(Process.arch==="arm")a=a.or(1),d=new NativeFunction(a,"pointer",["pointer","pointer"]);else{let p=Memory.alloc(Process.pageSize);Memory.patchCode(p,16,f=>{let u=new X86Writer(f,{pc:p});u.putMovRegRegOffsetPtr("eax","esp",4),u.putMovRegRegOffsetPtr("edx","esp",8),u.putJmpAddress(a),u.flush()}),d=new NativeFunction(p,"pointer",["pointer","pointer"]),d._thunk=p}return ne.addLocalReference=d,K.perform(p=>{i(this,p)}),"stop"},onError(a){},onComplete(){ne.addLocalReference===null&&r.onComplete()}})}else i(this,n);function i(s,c){let{DVM_JNI_ENV_OFFSET_SELF:a}=rn,l=c.handle.add(a).readPointer(),d,p=o.$borrowClassHandle(c);try{d=ne.dvmDecodeIndirectRef(l,p.value)}finally{p.unref(c)}let f=d.toMatchPattern(),u=ne.dvmHeapSourceGetBase(),h=ne.dvmHeapSourceGetLimit().sub(u).toInt32();Memory.scan(u,h,f,{onMatch:(g,y)=>{ne.dvmIsValidObject(g)&&K.perform(E=>{let x=E.handle.add(a).readPointer(),T,N=ne.addLocalReference(x,g);try{T=s.cast(N,o)}finally{E.deleteLocalRef(N)}if(r.onMatch(T)==="stop")return"stop"})},onError(g){},onComplete(){r.onComplete()}})}}openClassFile(e){return new cn(e,null,this)}_getType(e,n=!0){return Or(e,n,this)}};function Lp(){return function(t,e,n,r){return Gr.call(this,t,e,n,r)}}function Gr(t,e,n,r=!0){if(t!==null)if(r){let o=n.newGlobalRef(t);this.$h=o,this.$r=Script.bindWeak(this,K.makeHandleDestructor(o))}else this.$h=t,this.$r=null;else this.$h=null,this.$r=null;return this.$t=e,new Proxy(this,Ji)}Ji={has(t,e){return e in t?!0:t.$has(e)},get(t,e,n){if(typeof e!="string"||e.startsWith("$")||e==="class")return t[e];let r=t.$find(e);return r!==null?r(n):t[e]},set(t,e,n,r){return t[e]=n,!0},ownKeys(t){return t.$list()},getOwnPropertyDescriptor(t,e){return Object.prototype.hasOwnProperty.call(t,e)?Object.getOwnPropertyDescriptor(t,e):{writable:!1,configurable:!0,enumerable:!0}}};Object.defineProperties(Gr.prototype,{[Symbol.for("new")]:{enumerable:!1,get(){return this.$getCtor("allocAndInit")}},$new:{enumerable:!0,get(){return this[Symbol.for("new")]}},[Symbol.for("alloc")]:{enumerable:!1,value(){let t=K.getEnv(),e=this.$borrowClassHandle(t);try{let n=t.allocObject(e.value);return this.$f.cast(n,this)}finally{e.unref(t)}}},$alloc:{enumerable:!0,get(){return this[Symbol.for("alloc")]}},[Symbol.for("init")]:{enumerable:!1,get(){return this.$getCtor("initOnly")}},$init:{enumerable:!0,get(){return this[Symbol.for("init")]}},[Symbol.for("dispose")]:{enumerable:!1,value(){let t=this.$r;t!==null&&(this.$r=null,Script.unbindWeak(t)),this.$h!==null&&(this.$h=void 0)}},$dispose:{enumerable:!0,get(){return this[Symbol.for("dispose")]}},[Symbol.for("clone")]:{enumerable:!1,value(t){let e=this.$C;return new e(this.$h,this.$t,t)}},$clone:{value(t){return this[Symbol.for("clone")](t)}},[Symbol.for("class")]:{enumerable:!1,get(){let t=K.getEnv(),e=this.$borrowClassHandle(t);try{let n=this.$f;return n.cast(e.value,n.use("java.lang.Class"))}finally{e.unref(t)}}},class:{enumerable:!0,get(){return this[Symbol.for("class")]}},[Symbol.for("className")]:{enumerable:!1,get(){let t=this.$h;return t===null?this.$n:K.getEnv().getObjectClassName(t)}},$className:{enumerable:!0,get(){return this[Symbol.for("className")]}},[Symbol.for("ownMembers")]:{enumerable:!1,get(){return this.$l.list()}},$ownMembers:{enumerable:!0,get(){return this[Symbol.for("ownMembers")]}},[Symbol.for("super")]:{enumerable:!1,get(){let t=K.getEnv(),e=this.$s.$C;return new e(this.$h,Vi,t)}},$super:{enumerable:!0,get(){return this[Symbol.for("super")]}},[Symbol.for("s")]:{enumerable:!1,get(){let t=Object.getPrototypeOf(this),e=t.$_s;if(e===void 0){let n=K.getEnv(),r=this.$borrowClassHandle(n);try{let o=n.getSuperclass(r.value);if(o.isNull())e=null;else try{let i=n.getClassName(o),s=t.$f;if(e=s._getUsedClass(i),e===void 0)try{let c=jp(this);e=s._make(i,c,n)}finally{s._setUsedClass(i,e)}}finally{n.deleteLocalRef(o)}}finally{r.unref(n)}t.$_s=e}return e}},$s:{get(){return this[Symbol.for("s")]}},[Symbol.for("isSameObject")]:{enumerable:!1,value(t){return K.getEnv().isSameObject(t.$h,this.$h)}},$isSameObject:{value(t){return this[Symbol.for("isSameObject")](t)}},[Symbol.for("getCtor")]:{enumerable:!1,value(t){let e=this.$c,n=e[0];if(n===null){let r=K.getEnv(),o=this.$borrowClassHandle(r);try{n=Rp(o.value,this.$w,r),e[0]=n}finally{o.unref(r)}}return n[t]}},$getCtor:{value(t){return this[Symbol.for("getCtor")](t)}},[Symbol.for("borrowClassHandle")]:{enumerable:!1,value(t){let e=this.$n,n=this.$f._classHandles,r=n.get(e);return r===void 0&&(r=new Hr(this.$gch(t),t),n.set(e,r,t)),r.ref()}},$borrowClassHandle:{value(t){return this[Symbol.for("borrowClassHandle")](t)}},[Symbol.for("copyClassHandle")]:{enumerable:!1,value(t){let e=this.$borrowClassHandle(t);try{return t.newLocalRef(e.value)}finally{e.unref(t)}}},$copyClassHandle:{value(t){return this[Symbol.for("copyClassHandle")](t)}},[Symbol.for("getHandle")]:{enumerable:!1,value(t){let e=this.$h;if(e===void 0)throw new Error("Wrapper is disposed; perhaps it was borrowed from a hook instead of calling Java.retain() to make a long-lived wrapper?");return e}},$getHandle:{value(t){return this[Symbol.for("getHandle")](t)}},[Symbol.for("list")]:{enumerable:!1,value(){let t=this.$s,e=t!==null?t.$list():[],n=this.$l;return Array.from(new Set(e.concat(n.list())))}},$list:{get(){return this[Symbol.for("list")]}},[Symbol.for("has")]:{enumerable:!1,value(t){if(this.$m.has(t)||this.$l.has(t))return!0;let r=this.$s;return!!(r!==null&&r.$has(t))}},$has:{value(t){return this[Symbol.for("has")](t)}},[Symbol.for("find")]:{enumerable:!1,value(t){let e=this.$m,n=e.get(t);if(n!==void 0)return n;let o=this.$l.find(t);if(o!==null){let s=K.getEnv(),c=this.$borrowClassHandle(s);try{n=Op(t,o,c.value,this.$w,s)}finally{c.unref(s)}return e.set(t,n),n}let i=this.$s;return i!==null?i.$find(t):null}},$find:{value(t){return this[Symbol.for("find")](t)}},[Symbol.for("toJSON")]:{enumerable:!1,value(){let t=this.$n;if(this.$h===null)return`<class: ${t}>`;let n=this.$className;return t===n?`<instance: ${t}>`:`<instance: ${t}, $className: ${n}>`}},toJSON:{get(){return this[Symbol.for("toJSON")]}}});function Hr(t,e){this.value=e.newGlobalRef(t),e.deleteLocalRef(t),this.refs=1}Hr.prototype.ref=function(){return this.refs++,this};Hr.prototype.unref=function(t){--this.refs===0&&t.deleteGlobalRef(this.value)};function kp(t,e){t.unref(e)}function Mp(t){let e=t.replace(/\./g,"/");return function(n){let r=ln();qi(r);try{return n.findClass(e)}finally{Ki(r)}}}function Np(t,e,n){return Dr===null&&(Fi=n.vaMethod("pointer",["pointer"]),Dr=e.loadClass.overload("java.lang.String").handle),n=null,function(r){let o=r.newStringUtf(t),i=ln();qi(i);try{let s=Fi(r.handle,e.$h,Dr,o);return r.throwIfExceptionPending(),s}finally{Ki(i),r.deleteLocalRef(o)}}}function jp(t){return function(e){let n=t.$borrowClassHandle(e);try{return e.getSuperclass(n.value)}finally{n.unref(e)}}}function Rp(t,e,n){let{$n:r,$f:o}=e,i=qp(r),s=n.javaLangClass(),c=n.javaLangReflectConstructor(),a=n.vaMethod("pointer",[]),l=n.vaMethod("uint8",[]),d=[],p=[],f=o._getType(r,!1),u=o._getType("void",!1),_=a(n.handle,t,s.getDeclaredConstructors);try{let h=n.getArrayLength(_);if(h!==0)for(let g=0;g!==h;g++){let y,E,x=n.getObjectArrayElement(_,g);try{y=n.fromReflectedMethod(x),E=a(n.handle,x,c.getGenericParameterTypes)}finally{n.deleteLocalRef(x)}let T;try{T=$r(n,E).map(N=>o._getType(N))}finally{n.deleteLocalRef(E)}d.push(at(i,e,Ur,y,f,T,n)),p.push(at(i,e,Fe,y,u,T,n))}else{if(l(n.handle,t,s.isInterface))throw new Error("cannot instantiate an interface");let y=n.javaLangObject(),E=n.getMethodId(y,"<init>","()V");d.push(at(i,e,Ur,E,f,[],n)),p.push(at(i,e,Fe,E,u,[],n))}}finally{n.deleteLocalRef(_)}if(p.length===0)throw new Error("no supported overloads");return{allocAndInit:Vr(d),initOnly:Vr(p)}}function Op(t,e,n,r,o){return e.startsWith("m")?Pp(t,e,n,r,o):Gp(t,e,n,r,o)}function Pp(t,e,n,r,o){let{$f:i}=r,s=e.split(":").slice(1),c=o.javaLangReflectMethod(),a=o.vaMethod("pointer",[]),l=o.vaMethod("uint8",[]),d=s.map(f=>{let u=f[0]==="s"?kt:Fe,_=ptr(f.substr(1)),h,g=[],y=o.toReflectedMethod(n,_,u===kt?1:0);try{let E=!!l(o.handle,y,c.isVarArgs),x=a(o.handle,y,c.getGenericReturnType);o.throwIfExceptionPending();try{h=i._getType(o.getTypeName(x))}finally{o.deleteLocalRef(x)}let T=a(o.handle,y,c.getParameterTypes);try{let N=o.getArrayLength(T);for(let R=0;R!==N;R++){let M=o.getObjectArrayElement(T,R),k;try{k=E&&R===N-1?o.getArrayTypeName(M):o.getTypeName(M)}finally{o.deleteLocalRef(M)}let S=i._getType(k);g.push(S)}}finally{o.deleteLocalRef(T)}}catch{return null}finally{o.deleteLocalRef(y)}return at(t,r,u,_,h,g,o)}).filter(f=>f!==null);if(d.length===0)throw new Error("No supported overloads");t==="valueOf"&&zp(d);let p=Vr(d);return function(f){return p}}function Vr(t){let e=Fp();return Object.setPrototypeOf(e,$i),e._o=t,e}function Fp(){let t=function(){return t.invoke(this,arguments)};return t}$i=Object.create(Function.prototype,{overloads:{enumerable:!0,get(){return this._o}},overload:{value(...t){let e=this._o,n=t.length,r=t.join(":");for(let o=0;o!==e.length;o++){let i=e[o],{argumentTypes:s}=i;if(s.length!==n)continue;if(s.map(a=>a.className).join(":")===r)return i}zr(this.methodName,this.overloads,"specified argument types do not match any of:")}},methodName:{enumerable:!0,get(){return this._o[0].methodName}},holder:{enumerable:!0,get(){return this._o[0].holder}},type:{enumerable:!0,get(){return this._o[0].type}},handle:{enumerable:!0,get(){return Qe(this),this._o[0].handle}},implementation:{enumerable:!0,get(){return Qe(this),this._o[0].implementation},set(t){Qe(this),this._o[0].implementation=t}},returnType:{enumerable:!0,get(){return Qe(this),this._o[0].returnType}},argumentTypes:{enumerable:!0,get(){return Qe(this),this._o[0].argumentTypes}},canInvokeWith:{enumerable:!0,get(t){return Qe(this),this._o[0].canInvokeWith}},clone:{enumerable:!0,value(t){return Qe(this),this._o[0].clone(t)}},invoke:{value(t,e){let n=this._o,r=t.$h!==null;for(let o=0;o!==n.length;o++){let i=n[o];if(i.canInvokeWith(e)){if(i.type===Fe&&!r){let s=this.methodName;if(s==="toString")return`<class: ${t.$n}>`;throw new Error(s+": cannot call instance method without an instance")}return i.apply(t,e)}}if(this.methodName==="toString")return`<class: ${t.$n}>`;zr(this.methodName,this.overloads,"argument types do not match any of:")}}});function Di(t,e,n){return`${e.className} ${t}(${n.map(r=>r.className).join(", ")})`}function Qe(t){let e=t._o;e.length>1&&zr(e[0].methodName,e,"has more than one overload, use .overload(<signature>) to choose from:")}function zr(t,e,n){let o=e.slice().sort((i,s)=>i.argumentTypes.length-s.argumentTypes.length).map(i=>i.argumentTypes.length>0?".overload('"+i.argumentTypes.map(c=>c.className).join("', '")+"')":".overload()");throw new Error(`${t}(): ${n}
	${o.join(`
	`)}`)}function at(t,e,n,r,o,i,s,c){let a=o.type,l=i.map(f=>f.type);s===null&&(s=K.getEnv());let d,p;return n===Fe?(d=s.vaMethod(a,l,c),p=s.nonvirtualVaMethod(a,l,c)):n===kt?(d=s.staticVaMethod(a,l,c),p=d):(d=s.constructor(l,c),p=d),Dp([t,e,n,r,o,i,d,p])}function Dp(t){let e=Up();return Object.setPrototypeOf(e,Gi),e._p=t,e}function Up(){let t=function(){return t.invoke(this,arguments)};return t}Gi=Object.create(Function.prototype,{methodName:{enumerable:!0,get(){return this._p[0]}},holder:{enumerable:!0,get(){return this._p[1]}},type:{enumerable:!0,get(){return this._p[2]}},handle:{enumerable:!0,get(){return this._p[3]}},implementation:{enumerable:!0,get(){let t=this._r;return t!==void 0?t:null},set(t){let e=this._p,n=e[1];if(e[2]===Ur)throw new Error("Reimplementing $new is not possible; replace implementation of $init instead");let o=this._r;if(o!==void 0&&(n.$f._patchedMethods.delete(this),o._m.revert(K),this._r=void 0),t!==null){let[i,s,c,a,l,d]=e,p=Zi(i,s,c,l,d,t,this),f=Bi(a);p._m=f,this._r=p,f.replace(p,c===Fe,d,K,ne),n.$f._patchedMethods.add(this)}}},returnType:{enumerable:!0,get(){return this._p[4]}},argumentTypes:{enumerable:!0,get(){return this._p[5]}},canInvokeWith:{enumerable:!0,value(t){let e=this._p[5];return t.length!==e.length?!1:e.every((n,r)=>n.isCompatible(t[r]))}},clone:{enumerable:!0,value(t){let e=this._p.slice(0,6);return at(...e,null,t)}},invoke:{value(t,e){let n=K.getEnv(),r=this._p,o=r[2],i=r[4],s=r[5],c=this._r,a=o===Fe,l=e.length,d=2+l;n.pushLocalFrame(d);let p=null;try{let f;a?f=t.$getHandle():(p=t.$borrowClassHandle(n),f=p.value);let u,_=t.$t;c===void 0?u=r[3]:(u=c._m.resolveTarget(t,a,n,ne),zi&&c._c.has(ln())&&(_=Vi));let h=[n.handle,f,u];for(let E=0;E!==l;E++)h.push(s[E].toJni(e[E],n));let g;_===an?g=r[6]:(g=r[7],a&&h.splice(2,0,t.$copyClassHandle(n)));let y=g.apply(null,h);return n.throwIfExceptionPending(),i.fromJni(y,n,!0)}finally{p!==null&&p.unref(n),n.popLocalFrame(NULL)}}},toString:{enumerable:!0,value(){return`function ${this.methodName}(${this.argumentTypes.map(t=>t.className).join(", ")}): ${this.returnType.className}`}}});function Zi(t,e,n,r,o,i,s=null){let c=new Set,a=Bp([t,e,n,r,o,i,s,c]),l=new NativeCallback(a,r.type,["pointer","pointer"].concat(o.map(d=>d.type)));return l._c=c,l}function Bp(t){return function(){return Vp(arguments,t)}}function Vp(t,e){let n=new b(t[0],K),[r,o,i,s,c,a,l,d]=e,p=[],f;if(i===Fe){let h=o.$C;f=new h(t[1],an,n,!1)}else f=o;let u=ln();n.pushLocalFrame(3);let _=!0;K.link(u,n);try{d.add(u);let h;l===null||!ct.has(u)?h=a:h=l;let g=[],y=t.length-2;for(let T=0;T!==y;T++){let R=c[T].fromJni(t[2+T],n,!1);g.push(R),p.push(R)}let E=h.apply(f,g);if(!s.isCompatible(E))throw new Error(`Implementation for ${r} expected return value compatible with ${s.className}`);let x=s.toJni(E,n);return s.type==="pointer"&&(x=n.popLocalFrame(x),_=!1,p.push(E)),x}catch(h){let g=h.$h;return g!==void 0?n.throw(g):Script.nextTick(()=>{throw h}),s.defaultValue}finally{K.unlink(u),_&&n.popLocalFrame(NULL),d.delete(u),p.forEach(h=>{if(h===null)return;let g=h.$dispose;g!==void 0&&g.call(h)})}}function zp(t){let{holder:e,type:n}=t[0];t.some(o=>o.type===n&&o.argumentTypes.length===0)||t.push(Jp([e,n]))}function Jp(t){let e=$p();return Object.setPrototypeOf(e,Hi),e._p=t,e}function $p(){return function(){return this}}Hi=Object.create(Function.prototype,{methodName:{enumerable:!0,get(){return"valueOf"}},holder:{enumerable:!0,get(){return this._p[0]}},type:{enumerable:!0,get(){return this._p[1]}},handle:{enumerable:!0,get(){return NULL}},implementation:{enumerable:!0,get(){return null},set(t){}},returnType:{enumerable:!0,get(){let t=this.holder;return t.$f.use(t.$n)}},argumentTypes:{enumerable:!0,get(){return[]}},canInvokeWith:{enumerable:!0,value(t){return t.length===0}},clone:{enumerable:!0,value(t){throw new Error("Invalid operation")}}});function Gp(t,e,n,r,o){let i=e[2]==="s"?Fr:Br,s=ptr(e.substr(3)),{$f:c}=r,a,l=o.toReflectedField(n,s,i===Fr?1:0);try{a=o.vaMethod("pointer",[])(o.handle,l,o.javaLangReflectField().getGenericType),o.throwIfExceptionPending()}finally{o.deleteLocalRef(l)}let d;try{d=c._getType(o.getTypeName(a))}finally{o.deleteLocalRef(a)}let p,f,u=d.type;return i===Fr?(p=o.getStaticField(u),f=o.setStaticField(u)):(p=o.getField(u),f=o.setField(u)),Hp([i,d,s,p,f])}function Hp(t){return function(e){return new Wi([e].concat(t))}}function Wi(t){this._p=t}Object.defineProperties(Wi.prototype,{value:{enumerable:!0,get(){let[t,e,n,r,o]=this._p,i=K.getEnv();i.pushLocalFrame(4);let s=null;try{let c;if(e===Br){if(c=t.$getHandle(),c===null)throw new Error("Cannot access an instance field without an instance")}else s=t.$borrowClassHandle(i),c=s.value;let a=o(i.handle,c,r);return i.throwIfExceptionPending(),n.fromJni(a,i,!0)}finally{s!==null&&s.unref(i),i.popLocalFrame(NULL)}},set(t){let[e,n,r,o,,i]=this._p,s=K.getEnv();s.pushLocalFrame(4);let c=null;try{let a;if(n===Br){if(a=e.$getHandle(),a===null)throw new Error("Cannot access an instance field without an instance")}else c=e.$borrowClassHandle(s),a=c.value;if(!r.isCompatible(t))throw new Error(`Expected value compatible with ${r.className}`);let l=r.toJni(t,s);i(s.handle,a,o,l),s.throwIfExceptionPending()}finally{c!==null&&c.unref(s),s.popLocalFrame(NULL)}}},holder:{enumerable:!0,get(){return this._p[0]}},fieldType:{enumerable:!0,get(){return this._p[1]}},fieldReturnType:{enumerable:!0,get(){return this._p[2]}},toString:{enumerable:!0,value(){let t=`Java.Field{holder: ${this.holder}, fieldType: ${this.fieldType}, fieldReturnType: ${this.fieldReturnType}, value: ${this.value}}`;return t.length<200?t:`Java.Field{
	holder: ${this.holder},
	fieldType: ${this.fieldType},
	fieldReturnType: ${this.fieldReturnType},
	value: ${this.value},
}`.split(`
`).map(n=>n.length>200?n.slice(0,n.indexOf(" ")+1)+"...,":n).join(`
`)}}});var cn=class t{static fromBuffer(e,n){let r=Ui(n),o=r.getCanonicalPath().toString(),i=new File(o,"w");return i.write(e.buffer),i.close(),Zp(o,n),new t(o,r,n)}constructor(e,n,r){this.path=e,this.file=n,this._factory=r}load(){let{_factory:e}=this,{codeCacheDir:n}=e,r=e.use("dalvik.system.DexClassLoader"),o=e.use("java.io.File"),i=this.file;if(i===null&&(i=e.use("java.io.File").$new(this.path)),!i.exists())throw new Error("File not found");o.$new(n).mkdirs(),e.loader=r.$new(i.getCanonicalPath(),n,null,e.loader),K.preventDetachDueToClassLoader()}getClassNames(){let{_factory:e}=this,n=e.use("dalvik.system.DexFile"),r=Ui(e),o=n.loadDex(this.path,r.getCanonicalPath(),0),i=[],s=o.entries();for(;s.hasMoreElements();)i.push(s.nextElement().toString());return i}};function Ui(t){let{cacheDir:e,tempFileNaming:n}=t,r=t.use("java.io.File"),o=r.$new(e);return o.mkdirs(),r.createTempFile(n.prefix,n.suffix+".dex",o)}function Zp(t,e){e.use("java.io.File").$new(t).setWritable(!1,!1)}function Wp(){switch(ge.state){case"empty":{ge.state="pending";let t=ge.factories[0],e=t.use("java.util.HashMap"),n=t.use("java.lang.Integer");ge.loaders=e.$new(),ge.Integer=n;let r=t.loader;return r!==null&&Jr(t,r),ge.state="ready",ge}case"pending":do Thread.sleep(.05);while(ge.state==="pending");return ge;case"ready":return ge}}function Jr(t,e){let{factories:n,loaders:r,Integer:o}=ge,i=o.$new(n.indexOf(t));r.put(e,i);for(let s=e.getParent();s!==null&&!r.containsKey(s);s=s.getParent())r.put(s,i)}function qi(t){let e=ct.get(t);e===void 0&&(e=0),e++,ct.set(t,e)}function Ki(t){let e=ct.get(t);if(e===void 0)throw new Error(`Thread ${t} is not ignored`);e--,e===0?ct.delete(t):ct.set(t,e)}function qp(t){return t.slice(t.lastIndexOf(".")+1)}function $r(t,e){let n=[],r=t.getArrayLength(e);for(let o=0;o!==r;o++){let i=t.getObjectArrayElement(e,o);try{n.push(t.getTypeName(i))}finally{t.deleteLocalRef(i)}}return n}function Kp(t){let e=t.split(".");return e[e.length-1]+".java"}var Qp=4,Qi=Process.pointerSize,Zr=class{ACC_PUBLIC=1;ACC_PRIVATE=2;ACC_PROTECTED=4;ACC_STATIC=8;ACC_FINAL=16;ACC_SYNCHRONIZED=32;ACC_BRIDGE=64;ACC_VARARGS=128;ACC_NATIVE=256;ACC_ABSTRACT=1024;ACC_STRICT=2048;ACC_SYNTHETIC=4096;constructor(){this.classFactory=null,this.ClassFactory=Be,this.vm=null,this.api=null,this._initialized=!1,this._apiError=null,this._wakeupHandler=null,this._pollListener=null,this._pendingMainOps=[],this._pendingVmOps=[],this._cachedIsAppProcess=null;try{this._tryInitialize()}catch{}}_tryInitialize(){if(this._initialized)return!0;if(this._apiError!==null)throw this._apiError;let e;try{e=At(),this.api=e}catch(r){throw this._apiError=r,r}if(e===null)return!1;let n=new Me(e);return this.vm=n,Ni(n),Be._initialize(n,e),this.classFactory=new Be,this._initialized=!0,!0}_dispose(){if(this.api===null)return;let{vm:e}=this;e.perform(n=>{Be._disposeAll(n),b.dispose(n)}),Script.nextTick(()=>{Me.dispose(e)})}get available(){return this._tryInitialize()}get androidVersion(){return It()}synchronized(e,n){let{$h:r=e}=e;if(!(r instanceof NativePointer))throw new Error("Java.synchronized: the first argument `obj` must be either a pointer or a Java instance");let o=this.vm.getEnv();_e("VM::MonitorEnter",o.monitorEnter(r));try{n()}finally{o.monitorExit(r)}}enumerateLoadedClasses(e){this._checkAvailable();let{flavor:n}=this.api;n==="jvm"?this._enumerateLoadedClassesJvm(e):n==="art"?this._enumerateLoadedClassesArt(e):this._enumerateLoadedClassesDalvik(e)}enumerateLoadedClassesSync(){let e=[];return this.enumerateLoadedClasses({onMatch(n){e.push(n)},onComplete(){}}),e}enumerateClassLoaders(e){this._checkAvailable();let{flavor:n}=this.api;if(n==="jvm")this._enumerateClassLoadersJvm(e);else if(n==="art")this._enumerateClassLoadersArt(e);else throw new Error("Enumerating class loaders is not supported on Dalvik")}enumerateClassLoadersSync(){let e=[];return this.enumerateClassLoaders({onMatch(n){e.push(n)},onComplete(){}}),e}_enumerateLoadedClassesJvm(e){let{api:n,vm:r}=this,{jvmti:o}=n,i=r.getEnv(),s=Memory.alloc(Qp),c=Memory.alloc(Qi);o.getLoadedClasses(s,c);let a=s.readS32(),l=c.readPointer(),d=[];for(let p=0;p!==a;p++)d.push(l.add(p*Qi).readPointer());o.deallocate(l);try{for(let p of d){let f=i.getClassName(p);e.onMatch(f,p)}e.onComplete()}finally{d.forEach(p=>{i.deleteLocalRef(p)})}}_enumerateClassLoadersJvm(e){this.choose("java.lang.ClassLoader",e)}_enumerateLoadedClassesArt(e){let{vm:n,api:r}=this,o=n.getEnv(),i=r["art::JavaVMExt::AddGlobalRef"],{vm:s}=r;Ae(n,o,c=>{let a=gr(l=>{let d=i(s,c,l);try{let p=o.getClassName(d);e.onMatch(p,d)}finally{o.deleteGlobalRef(d)}return!0});r["art::ClassLinker::VisitClasses"](r.artClassLinker.address,a)}),e.onComplete()}_enumerateClassLoadersArt(e){let{classFactory:n,vm:r,api:o}=this,i=r.getEnv(),s=o["art::ClassLinker::VisitClassLoaders"];if(s===void 0)throw new Error("This API is only available on Android >= 7.0");let c=n.use("java.lang.ClassLoader"),a=[],l=o["art::JavaVMExt::AddGlobalRef"],{vm:d}=o;Ae(r,i,p=>{let f=yr(u=>(a.push(l(d,p,u)),!0));_r(()=>{s(o.artClassLinker.address,f)})});try{a.forEach(p=>{let f=n.cast(p,c);e.onMatch(f)})}finally{a.forEach(p=>{i.deleteGlobalRef(p)})}e.onComplete()}_enumerateLoadedClassesDalvik(e){let{api:n}=this,r=ptr("0xcbcacccd"),o=172,i=8,c=n.gDvm.add(o).readPointer(),a=c.readS32(),d=c.add(12).readPointer(),p=a*i;for(let f=0;f<p;f+=i){let _=d.add(f).add(4).readPointer();if(_.isNull()||_.equals(r))continue;let g=_.add(24).readPointer().readUtf8String();if(g.startsWith("L")){let y=g.substring(1,g.length-1).replace(/\//g,".");e.onMatch(y)}}e.onComplete()}enumerateMethods(e){let{classFactory:n}=this,r=this.vm.getEnv(),o=n.use("java.lang.ClassLoader");return qe.enumerateMethods(e,this.api,r).map(i=>{let s=i.loader;return i.loader=s!==null?n.wrap(s,o,r):null,i})}scheduleOnMainThread(e){this.performNow(()=>{this._pendingMainOps.push(e);let{_wakeupHandler:n}=this;if(n===null){let{classFactory:r}=this,o=r.use("android.os.Handler"),i=r.use("android.os.Looper");n=o.$new(i.getMainLooper()),this._wakeupHandler=n}this._pollListener===null&&(this._pollListener=Interceptor.attach(Process.getModuleByName("libc.so").getExportByName("epoll_wait"),this._makePollHook()),Interceptor.flush()),n.sendEmptyMessage(1)})}_makePollHook(){let e=Process.id,{_pendingMainOps:n}=this;return function(){if(this.threadId!==e)return;let r;for(;(r=n.shift())!==void 0;)try{r()}catch(o){Script.nextTick(()=>{throw o})}}}perform(e){if(this._checkAvailable(),!this._isAppProcess()||this.classFactory.loader!==null)try{this.vm.perform(e)}catch(n){Script.nextTick(()=>{throw n})}else this._pendingVmOps.push(e),this._pendingVmOps.length===1&&this._performPendingVmOpsWhenReady()}performNow(e){return this._checkAvailable(),this.vm.perform(()=>{let{classFactory:n}=this;if(this._isAppProcess()&&n.loader===null){let o=n.use("android.app.ActivityThread").currentApplication();o!==null&&Xi(n,o)}return e()})}_performPendingVmOpsWhenReady(){this.vm.perform(()=>{let{classFactory:e}=this,n=e.use("android.app.ActivityThread"),r=n.currentApplication();if(r!==null){Xi(e,r),this._performPendingVmOps();return}let o=this,i=!1,s="early",c=n.handleBindApplication;c.implementation=function(d){if(d.instrumentationName.value!==null){s="late";let f=e.use("android.app.LoadedApk").makeApplication;f.implementation=function(u,_){return i||(i=!0,Yi(e,this),o._performPendingVmOps()),f.apply(this,arguments)}}c.apply(this,arguments)};let l=n.getPackageInfo.overloads.map(d=>[d.argumentTypes.length,d]).sort(([d],[p])=>p-d).map(([d,p])=>p)[0];l.implementation=function(...d){let p=l.call(this,...d);return!i&&s==="early"&&(i=!0,Yi(e,p),o._performPendingVmOps()),p}})}_performPendingVmOps(){let{vm:e,_pendingVmOps:n}=this,r;for(;(r=n.shift())!==void 0;)try{e.perform(r)}catch(o){Script.nextTick(()=>{throw o})}}use(e,n){return this.classFactory.use(e,n)}openClassFile(e){return this.classFactory.openClassFile(e)}choose(e,n){this.classFactory.choose(e,n)}retain(e){return this.classFactory.retain(e)}cast(e,n){return this.classFactory.cast(e,n)}array(e,n){return this.classFactory.array(e,n)}backtrace(e){return br(this.vm,e)}isMainThread(){let e=this.classFactory.use("android.os.Looper"),n=e.getMainLooper(),r=e.myLooper();return r===null?!1:n.$isSameObject(r)}registerClass(e){return this.classFactory.registerClass(e)}deoptimizeEverything(){let{vm:e}=this;return wr(e,e.getEnv())}deoptimizeBootImage(){let{vm:e}=this;return Ir(e,e.getEnv())}deoptimizeMethod(e){let{vm:n}=this;return Sr(n,n.getEnv(),e)}_checkAvailable(){if(!this.available)throw new Error("Java API not available")}_isAppProcess(){let e=this._cachedIsAppProcess;if(e===null){if(this.api.flavor==="jvm")return e=!1,this._cachedIsAppProcess=e,e;let n=new NativeFunction(Module.getGlobalExportByName("readlink"),"pointer",["pointer","pointer","pointer"],{exceptions:"propagate"}),r=Memory.allocUtf8String("/proc/self/exe"),o=1024,i=Memory.alloc(o),s=n(r,i,ptr(o)).toInt32();if(s!==-1){let c=i.readUtf8String(s);e=/^\/system\/bin\/app_process/.test(c)}else e=!0;this._cachedIsAppProcess=e}return e}};function Xi(t,e){let n=t.use("android.os.Process");t.loader=e.getClassLoader(),n.myUid()===n.SYSTEM_UID.value?(t.cacheDir="/data/system",t.codeCacheDir="/data/dalvik-cache"):"getCodeCacheDir"in e?(t.cacheDir=e.getCacheDir().getCanonicalPath(),t.codeCacheDir=e.getCodeCacheDir().getCanonicalPath()):(t.cacheDir=e.getFilesDir().getCanonicalPath(),t.codeCacheDir=e.getCacheDir().getCanonicalPath())}function Yi(t,e){let n=t.use("java.io.File");t.loader=e.getClassLoader();let r=n.$new(e.getDataDir()).getCanonicalPath();t.cacheDir=r,t.codeCacheDir=r+"/cache"}var Wr=new Zr;Script.bindWeak(Wr,()=>{Wr._dispose()});var H=Wr;var qr=[],Mt=new Uint8Array(256),Ve=1,ze=new Int32Array(1),Je=[[]];function Kr(t){let e=t.map(([,,r])=>ef(r));qr=t.map(([r,o,,i],s)=>({canary:r,form:o,length:e[s].length,bounded:i,wide:e[s].subarray(0,2).includes(0)})),Mt=new Uint8Array(256),Ve=1;for(let r of e)for(let o of r)Mt[o]===0&&(Mt[o]=Ve++);let n=1+e.reduce((r,o)=>r+o.length,0);ze=new Int32Array(n*Ve),Je=[[]],e.forEach((r,o)=>{let i=0;for(let s of r){let c=i*Ve+Mt[s];ze[c]===0&&(ze[c]=Je.push([])-1),i=ze[c]}Je[i].push(o)}),Xp()}function Xp(){let t=new Int32Array(Je.length),e=[0];for(let n=0;n<e.length;n++){let r=e[n];for(let o=1;o<Ve;o++){let i=r*Ve+o,s=ze[i],c=r===0?0:ze[t[r]*Ve+o];s===0?ze[i]=c:(t[s]=c,Je[s]=Je[s].concat(Je[c]),e.push(s))}}}function dn(t,e){if(qr.length===0)return[];if(t.length>262144)return null;let n=new Map,r=0;for(let o=0;o<t.length;o++){let i=Mt[t[o]];r=i===0?0:ze[r*Ve+i];for(let s of Je[r]){let c=qr[s],a=o+1-c.length;if(c.bounded&&Yp(t,a,c))continue;let l=n.get(c.canary);l&&(l.at<a||l.found.length>c.length)||n.set(c.canary,{at:a,found:c})}}return[...n].map(([o,{at:i,found:s}])=>({canary:o,argument:e,form:s.form,offset:i}))}function Yp(t,e,n){let r=n.wide?5:2,o=e+n.length,i=t.slice(Math.max(e-r,0),e).reverse(),s=t.subarray(o,o+r);return es(i,n.wide)+es(s,n.wide)>=2}function es(t,e){let n=e?t.filter(o=>o!==0):t,r=n.findIndex(o=>o<48||o>57);return r<0?n.length:r}function un(t){let e=[];for(let n of t){let r=n.codePointAt(0);r<128?e.push(r):r<2048?e.push(192|r>>6,lt(r)):r<65536?e.push(224|r>>12,lt(r>>6),lt(r)):e.push(240|r>>18,lt(r>>12),lt(r>>6),lt(r))}return Uint8Array.from(e)}function lt(t){return 128|t&63}function ef(t){let e=new Uint8Array(t.length/2);for(let n=0;n<e.length;n++)e[n]=parseInt(t.slice(n*2,n*2+2),16);return e}var Qr="before",Nt=[],Xr=0,dt=new Map,ts=0;function jt(t){Nt.push(t),Nt.length>=200&&Yr()}function Yr(){if(Nt.length===0)return;let t=Nt;Nt=[];let e=Xr;Xr+=t.length,send({kind:"batch",phase:Qr,first:e,events:t})}function ns(){let t=Date.now();for(let[e,n]of dt)jt({t:"drop",hook:e,count:n,ms:t});dt.clear()}function rs(t){jt({t:"call",ms:Date.now(),...t})}function pn(t,e,n,r=0,o=""){jt({t:"hook",id:t,topic:e,state:n,seen:r,why:o.slice(0,300)})}function os(t,e){jt({t:"stack",id:t,frames:e})}function Ee(t,e,n=""){jt({t:"state",name:t,value:e,subject:n,ms:Date.now()})}function eo(t){dt.size===0&&(ts=Date.now()),dt.set(t,(dt.get(t)??0)+1)}function Rt(t=Qr){return ns(),Yr(),Qr=t,Xr}function is(){setInterval(()=>{dt.size>0&&Date.now()-ts>=1e3&&ns(),Yr()},100)}var tf=300,nf=2e4,rf=8,fn=tf,no=new Map,ro=new Set,to=new Set;function ss(t){fn=t,no.clear()}function as(t){let e=Date.now(),n=no.get(t);return n===void 0&&no.set(t,n={left:2*fn,at:e}),n.left=Math.min(2*fn,n.left+(e-n.at)*fn/1e3),n.at=e,n.left<1?(eo(t),!1):(n.left-=1,!0)}function cs(t){return ro.has(t)}function ut(t,e){ro.add(t);try{return e()}finally{ro.delete(t)}}var hn=class{hits=[];whole=!0;bytes(e,n){let r=dn(e,n);r===null?this.whole=!1:this.hits.push(...r.filter(o=>!this.has(o)))}has(e){return this.hits.some(n=>n.canary===e.canary&&n.argument===e.argument)}text(e,n){this.bytes(un(e),n)}unread(){this.whole=!1}tell(e){this.whole||eo(e.hook),rs(this.hits.length>0?{...e,hits:this.hits}:e)}};function ls(t){if(t.length===0)return"";let e=of(t.join(`
`));if(!to.has(e)){if(to.size>=nf)return"";to.add(e),os(e,t)}return e}function oo(t,e){return t.slice(0,rf).some(e)}function of(t){let e=2166136261,n=16777619;for(let r=0;r<t.length;r++){let o=t.charCodeAt(r);e=Math.imul(e^o,16777619),n=Math.imul(n^o^e>>>24,16777619)}return(e>>>0).toString(16).padStart(8,"0")+(n>>>0).toString(16).padStart(8,"0")}var sf=5e3;function ds(t){return{canaries:(dn(un(t),0)??[]).map(e=>e.canary)}}function io(t){return new Promise(e=>{let n=!1,r=setTimeout(()=>{n=!0,e()},sf),o=()=>{if(!n){try{ut(Process.getCurrentThreadId(),t.look)}catch(i){Ee("look-failed",String(i).slice(0,200))}clearTimeout(r),e()}};try{t.onMain(o)}catch{clearTimeout(r),e()}})}function us(t,e){let n=globalThis.appsec;is(),n.rate>0&&ss(n.rate),Kr(n.patterns);let r=t(n).then(()=>(Rt(),!0),o=>({failed:String(o)}));rpc.exports={installed:()=>r,now:()=>Date.now(),ping:()=>!0,seek:o=>Kr(o),phase:o=>io(e).then(()=>Rt(o)),flush:()=>io(e).then(()=>Rt()),dispose:()=>{Rt()}}}function so(t){return t.length<=1024?t:{text:[t.slice(0,1024),t.length]}}function ps(t,e=t.length){let n="";for(let r of t.subarray(0,256))n+=r.toString(16).padStart(2,"0");return{bytes:[n,e]}}function Xe(t,e=""){return{thing:[t,e.slice(0,512)]}}function ao(t){if(typeof t=="number")return Number.isFinite(t)?t:String(t);let e=t.toNumber();return Number.isSafeInteger(e)?e:t.toString()}var hs=/^(?:android|androidx|java|javax|kotlin|com\.google\.android|okhttp3|org\.json)\./,cf={"android.content.Intent":t=>String(t.toUri(0)),"android.app.Notification":t=>`visibility=${t.visibility.value}`,"javax.crypto.spec.PBEKeySpec":t=>`iterations=${t.getIterationCount()}`},lf={"android.content.Intent":(t,e,n)=>{let r=t.getClipData();r!==null&&e.text(String(r.toString()),n);let o=t.getExtras();o!==null&&co(o,e,n)},"android.app.Notification":(t,e,n)=>co(t.extras.value,e,n)},df=/^javax\.crypto\.spec\.SecretKeySpec$/;function Ot(t,e,n,r,o=0){if(t==null)return null;if(typeof t=="boolean")return t;if(typeof t=="number")return ao(t);if(typeof t=="string")return n.text(t,r),so(t);if(t instanceof Int64||t instanceof UInt64)return ao(t);try{if(e==="[B")return ms(t,n,r);if(e==="[C")return uf(t,n,r);if(t.$className===void 0&&t.length!==void 0){if(o>=3)return Xe(e);let i=e.replace(/^\[L?|;$/g,""),s=[];for(let c=0;c<Math.min(t.length,16);c++)s.push(Ot(t[c],i,n,r,o+1));return s}return lo(t,n,r)}catch(i){return Xe(e,`unreadable: ${i}`)}}function ms(t,e,n){let r=t.length,o=new Uint8Array(r===0?new ArrayBuffer(0):t.withElements(i=>i.readByteArray(r)));return e.bytes(o,n),ps(o)}function uf(t,e,n){let r=t.length,o=r===0?"":t.withElements(i=>i.readUtf16String(r));return e.text(o,n),so(o)}function lo(t,e,n){let r=_s(t);try{if(r.startsWith("["))return Xe(r);if(r==="java.lang.String")return Ot(String(t.toString()),r,e,n);if(df.test(r))return ms(H.cast(t,H.use(r)).getEncoded(),e,n);if(!hs.test(r))return Xe(r);let o=cf[r],i=o?o(H.cast(t,H.use(r))):String(t.toString());return e.text(i,n),lf[r]?.(H.cast(t,H.use(r)),e,n),Xe(r,i)}catch{return Xe(r)}}function co(t,e,n,r=0){let o=H.cast(t.keySet(),H.use("java.util.Set")).toArray();for(let i of o){let s=t.get(String(i));if(s===null)continue;let c=_s(s);typeof s=="string"||c==="java.lang.String"?e.text(String(s),n):c==="android.os.Bundle"&&r<3?co(H.cast(s,H.use(c)),e,n,r+1):hs.test(c)?e.text(String(s.toString()),n):typeof s=="object"&&e.unread()}}function _s(t){try{return String(t.$className??"")}catch{return""}}var pf=32,ff="only calls near the app's own code",bs=[],mn=null;function Es(t){bs=t;let e=H.use("java.io.StringWriter"),n=H.use("java.io.PrintWriter"),r=H.use("java.lang.Throwable");r.$new().printStackTrace(n.$new(e.$new())),mn={writer:e,printer:n,throwable:r}}function vs(t){for(let e of t.hooks){let n,r="";try{n=H.use(e.type)}catch(o){r=String(o)}for(let o of e.methods){let i=hf(e.type,o);r!==""?pn(i,t.name,mf(r),0,r):_f(t.name,i,n,o,e)}}}function hf(t,e){return`${t}.${e==="$init"?"<init>":e}`}function mf(t){return t.includes("ClassNotFoundException")||t.includes("NoClassDefFound")?"missing":"failed"}function _f(t,e,n,r,o){let i=n[r]?.overloads;if(i===void 0||i.length===0){pn(e,t,"missing",0,"no such method");return}let s=0,c="",a=[];for(let p of i){let f=p.argumentTypes.map(u=>u.className).join(",");try{p.implementation=gf(e,p,f,o),a.push(f),s++}catch(u){c=`(${f}): ${u}`}}let l=(o.needs??[]).filter(p=>!a.includes(p));l.length>0&&(c||=`no overload (${l.join("), (")})`),pn(e,t,c===""?"installed":"failed",s,c||(o.noisy?ff:""))}function gf(t,e,n,r){let o=e.argumentTypes.map(s=>s.className),i=e.returnType.className;for(let s of[...o,i])s.includes(".")&&!s.startsWith("[")&&re(()=>H.use(s));return function(...s){let c=Process.getCurrentThreadId();if(cs(c))return e.call(this,...s);let a=ut(c,()=>yf(t,this,s,o,r)),l,d="";try{l=e.call(this,...s)}catch(p){throw d=Ef(p),p}finally{a!==null&&ut(c,()=>bf(t,c,n,a,l,i,d)),r.then&&d===""&&ut(c,()=>re(()=>r.then(this,s,l)))}return l}}function yf(t,e,n,r,o){let i=[],s=!1;if(o.noisy&&(i=gs(),s=oo(i,ys),!s)||!as(t))return null;o.noisy||(i=gs(),s=oo(i,ys));let c=new hn,a=n.map((d,p)=>Ot(d,r[p],c,p)),l=e?.$h&&!t.endsWith("<init>")?lo(e,c,-1):null;return{seen:c,target:l,values:a,frames:i,own:s}}function bf(t,e,n,r,o,i,s){let{seen:c,target:a,values:l,frames:d}=r,p=s===""&&i!=="void"?Ot(o,i,c,-2):null;c.tell({hook:t,tid:e,signature:n,target:a,arguments:l,result:p,thrown:s,stack:ls(d),own:d.length===0?null:r.own})}function gs(){return(re(()=>{let e=mn.writer.$new();return mn.throwable.$new().printStackTrace(mn.printer.$new(e)),String(e.toString())})??"").split(`
`).filter(e=>e.startsWith("	at ")).map(e=>e.slice(4).trim()).slice(0,pf)}function ys(t){return bs.some(e=>t.startsWith(e))}function Ef(t){return String(t?.$h?t.$className:t?.message??t).split(":")[0].slice(0,200)}function re(t){try{return t()}catch{return}}var vf=8192;function Sf(t){re(()=>{let e=t.getWindow().getAttributes().flags.value;Ee("flag-secure",(e&vf)!==0,String(t.$className))})}var Ss={name:"clipboard-screen",hooks:[{type:"android.content.ClipboardManager",methods:["setPrimaryClip","getPrimaryClip"]},{type:"android.content.ClipData",methods:["newPlainText","newHtmlText","newUri"]},{type:"android.view.Window",methods:["setFlags","clearFlags"]},{type:"android.view.SurfaceView",methods:["setSecure"]},{type:"android.app.Activity",methods:["onResume"],then:t=>Sf(t)},{type:"android.app.Activity",methods:["setRecentsScreenshotEnabled"]}],begin:()=>{for(let t of["android.view.Window","android.view.WindowManager$LayoutParams"])re(()=>H.use(t))}};var ws={name:"crypto",hooks:[{type:"javax.crypto.Cipher",methods:["getInstance","init","doFinal"]},{type:"javax.crypto.spec.SecretKeySpec",methods:["$init"]},{type:"javax.crypto.spec.PBEKeySpec",methods:["$init"]},{type:"javax.crypto.spec.IvParameterSpec",methods:["$init"]},{type:"javax.crypto.spec.GCMParameterSpec",methods:["$init"]},{type:"java.security.MessageDigest",methods:["getInstance"]},{type:"java.security.MessageDigest",methods:["update","digest"],noisy:!0},{type:"javax.crypto.Mac",methods:["getInstance","init"]},{type:"javax.crypto.KeyGenerator",methods:["getInstance","init"]},{type:"java.security.KeyPairGenerator",methods:["getInstance","initialize"]},{type:"javax.crypto.SecretKeyFactory",methods:["getInstance"]}]};var Is={name:"detection",hooks:[{type:"java.io.File",methods:["exists","canExecute"],noisy:!0},{type:"java.lang.Runtime",methods:["exec"]},{type:"java.lang.ProcessBuilder",methods:["start"]},{type:"android.app.ApplicationPackageManager",methods:["getPackageInfo","getInstalledPackages","getInstalledApplications","getInstallerPackageName","getInstallSourceInfo"],noisy:!0},{type:"android.os.Debug",methods:["isDebuggerConnected"],noisy:!0},{type:"android.os.SystemProperties",methods:["get"],noisy:!0},{type:"android.provider.Settings$Global",methods:["getInt","getString"],noisy:!0},{type:"java.io.FileInputStream",methods:["$init"],noisy:!0}]};var xs={name:"ipc",hooks:[{type:"android.app.Activity",methods:["startActivityForResult"]},{type:"android.app.ContextImpl",methods:["startActivity","sendBroadcast","sendOrderedBroadcast","sendStickyBroadcast","startService","startForegroundService","bindService","registerReceiver","grantUriPermission"]},{type:"android.content.Intent",methods:["putExtra"],noisy:!0},{type:"android.app.PendingIntent",methods:["getActivity","getBroadcast","getService"]},{type:"android.content.ContentProvider$Transport",methods:["query","insert","openFile"]},{type:"android.content.ContentResolver",methods:["query"]},{type:"android.telephony.SmsManager",methods:["sendTextMessage"]}]};var As={name:"keystore",hooks:[{type:"java.security.KeyStore",methods:["getInstance","load","getKey","getEntry","setEntry","setKeyEntry","store"]},{type:"android.security.keystore.KeyGenParameterSpec$Builder",methods:["$init","setUserAuthenticationRequired","setIsStrongBoxBacked","setBlockModes","setEncryptionPaddings"]},{type:"android.security.keystore.KeyInfo",methods:["isInsideSecureHardware"]}]};var Ts={name:"loading-permissions",hooks:[{type:"dalvik.system.DexClassLoader",methods:["$init"]},{type:"dalvik.system.PathClassLoader",methods:["$init"],noisy:!0},{type:"dalvik.system.InMemoryDexClassLoader",methods:["$init"]},{type:"android.content.pm.PackageInstaller$Session",methods:["commit"]},{type:"java.lang.Runtime",methods:["load0","loadLibrary0"]},{type:"android.app.Activity",methods:["requestPermissions","onRequestPermissionsResult"]},{type:"android.provider.Settings$Secure",methods:["getString"],noisy:!0},{type:"com.google.android.gms.ads.identifier.AdvertisingIdClient$Info",methods:["getId"]},{type:"android.telephony.TelephonyManager",methods:["getDeviceId","getImei","getSubscriberId","getLine1Number"]},{type:"android.location.LocationManager",methods:["getLastKnownLocation","requestLocationUpdates"]},{type:"android.hardware.Camera",methods:["open"]},{type:"android.hardware.camera2.CameraManager",methods:["openCamera"]},{type:"android.media.AudioRecord",methods:["startRecording"]},{type:"android.media.MediaRecorder",methods:["start"]}]};var Cs={name:"log",hooks:[{type:"android.util.Log",methods:["v","d","i","w","e","wtf","println"]},{type:"java.io.PrintStream",methods:["println"],noisy:!0}]};var wf=2;function Ls(){re(()=>{let t=H.use("android.app.ActivityThread").currentApplication();if(t===null)return;let e=String(t.getPackageName()),n=t.getApplicationInfo().flags.value;Ee("debuggable",(n&wf)!==0,e);let r=t.getPackageManager().getInstallerPackageName(e);Ee("installer",r===null?"":String(r),e)})}var ks={name:"random-biometrics",hooks:[{type:"java.util.Random",methods:["$init","nextInt","nextLong","nextBytes","nextDouble"],noisy:!0},{type:"java.lang.Math",methods:["random"],noisy:!0},{type:"java.security.SecureRandom",methods:["$init","setSeed","nextBytes"],noisy:!0},{type:"android.hardware.biometrics.BiometricPrompt",methods:["authenticate"]},{type:"androidx.biometric.BiometricPrompt",methods:["authenticate"]},{type:"android.hardware.fingerprint.FingerprintManager",methods:["authenticate"]},{type:"android.hardware.biometrics.BiometricPrompt$AuthenticationCallback",methods:["onAuthenticationSucceeded","onAuthenticationFailed"]}]};var If=8192,xf=3e3;function Ms(t){re(()=>H.use("android.os.Looper"))===void 0?H.perform(t):H.perform(()=>H.scheduleOnMainThread(t))}function Ns(){let t=H.use("android.view.WindowManagerGlobal").getInstance(),e={group:H.use("android.view.ViewGroup"),text:H.use("android.widget.TextView"),edit:H.use("android.widget.EditText"),web:re(()=>H.use("android.webkit.WebView")),params:re(()=>H.use("android.view.WindowManager$LayoutParams"))},n=t.getViewRootNames();for(let r of n)Af(String(r),t.getRootView(r),e)}function Af(t,e,n){let r=new Set,o=[e],i=0;for(;o.length>0&&i<xf;){let a=o.pop();if(a===null||re(()=>a.isShown())!==!0)continue;i++;for(let d of re(()=>Tf(a,n))??[])r.add(d);let l=Pt(a,n.group);for(let d=0;l&&d<l.getChildCount();d++)o.push(l.getChildAt(d))}let s=re(()=>Pt(e.getLayoutParams(),n.params).flags.value),c=s===void 0?null:(s&If)!==0;Ee("window",[c,[...r].join(","),i,o.length===0],t)}function Tf(t,e){let n=Pt(t,e.web);if(n)return Ee("page",re(()=>String(n.getUrl()??""))??"",uo(n)),[];let r=Pt(t,e.text);if(!r)return[];let o=ds(String(r.getText()??""));if(o.canaries.length===0)return o.canaries;let i=r.getTransformationMethod(),s=i!==null&&String(i.$className).includes("Password"),c=o.canaries.join(",");return Pt(t,e.edit)?Ee("field",[r.getInputType(),s,c],uo(t)):s||Ee("shown",c,uo(t)),o.canaries}function Pt(t,e){return e===void 0||t===null?null:e.class.isInstance(t)?H.cast(t,e):null}function uo(t){let e=re(()=>String(t.getResources().getResourceEntryName(t.getId())));return`${re(()=>String(t.getClass().getName()))??String(t.$className)} ${e??""}`.trim()}var js={name:"storage",hooks:[{type:"java.io.FileOutputStream",methods:["$init"]},{type:"java.io.FileOutputStream",methods:["write"],noisy:!0},{type:"java.io.RandomAccessFile",methods:["$init"],noisy:!0},{type:"android.app.ContextImpl",methods:["openFileOutput","getSharedPreferences","getExternalFilesDir"]},{type:"android.app.SharedPreferencesImpl$EditorImpl",methods:["putString","putStringSet","putInt","putLong","putBoolean"]},{type:"android.database.sqlite.SQLiteDatabase",methods:["openDatabase","execSQL","rawQueryWithFactory","insertWithOnConflict","updateWithOnConflict"]},{type:"android.content.ContentResolver",methods:["insert"]},{type:"androidx.security.crypto.EncryptedSharedPreferences$Editor",methods:["putString"]}]};var Rs={name:"tls",hooks:[{type:"javax.net.ssl.SSLContext",methods:["getInstance","init"]},{type:"javax.net.ssl.HttpsURLConnection",methods:["setDefaultHostnameVerifier","setHostnameVerifier","setDefaultSSLSocketFactory","setSSLSocketFactory"]},{type:"com.android.org.conscrypt.TrustManagerImpl",methods:["checkServerTrusted","checkTrustedRecursive"]},{type:"okhttp3.CertificatePinner",methods:["check","check$okhttp"]},{type:"okhttp3.OkHttpClient$Builder",methods:["hostnameVerifier","sslSocketFactory","certificatePinner"]},{type:"javax.net.ssl.SSLPeerUnverifiedException",methods:["$init"]},{type:"java.net.URL",methods:["openConnection"]},{type:"java.net.HttpURLConnection",methods:["setRequestProperty"]},{type:"okhttp3.Request$Builder",methods:["url","header","addHeader"]},{type:"java.net.Socket",methods:["connect"]}]};var Os={name:"ui",hooks:[{type:"android.widget.TextView",methods:["setInputType","setRawInputType"],then:(t,[e])=>re(()=>Ee("input-type",e,`${t.$className} ${t.getId()}`))},{type:"android.widget.TextView",methods:["setTransformationMethod","setTextIsSelectable"]},{type:"android.view.View",methods:["setFilterTouchesWhenObscured"]},{type:"android.view.View",methods:["setImportantForAutofill"]},{type:"android.view.WindowManagerImpl",methods:["addView"]},{type:"android.app.NotificationManager",methods:["notify"]},{type:"android.widget.Toast",methods:["makeText"]}]};var Ps={name:"webview",hooks:[{type:"android.webkit.WebView",methods:["loadUrl","loadData","loadDataWithBaseURL","postUrl","addJavascriptInterface","evaluateJavascript","setWebContentsDebuggingEnabled"]},{type:"android.webkit.WebSettings",methods:["setJavaScriptEnabled","setAllowFileAccess","setAllowContentAccess","setAllowFileAccessFromFileURLs","setAllowUniversalAccessFromFileURLs","setMixedContentMode","setSavePassword"]},{type:"android.webkit.WebViewClient",methods:["onReceivedSslError"]},{type:"android.webkit.SslErrorHandler",methods:["proceed","cancel"]},{type:"android.webkit.CookieManager",methods:["setCookie"]}]};var Cf=[ws,As,js,Cs,Ss,Os,xs,Ps,Rs,Is,ks,Ts],Lf=50,kf=20,Mf=2e4;async function Nf(){let t=Date.now();for(;!re(()=>H.available);){if(Date.now()-t>Mf)throw new Error("no Java in this process");await new Promise(e=>setTimeout(e,kf))}}function jf({own:t,topics:e}){Es(t);for(let n of Cf)e.length>0&&!e.includes(n.name)||(n.begin?.(),vs(n));Ls()}us(t=>new Promise((e,n)=>{let r=()=>H.perform(()=>{try{jf(t),setTimeout(e,Lf)}catch(o){n(o)}});re(()=>H.available)?r():Nf().then(r,n)}),{onMain:Ms,look:Ns});})();
